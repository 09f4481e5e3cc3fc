using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// A strong entity tag (RFC 9110, section 8.8.3) for replies with the content of a message or an attachment, which can be large and seldom
/// change. A client that has the content already sends the tag in <c>If-None-Match</c> and gets 412 instead of the content: 304 is for GET and HEAD
/// only (section 13.1.2), and all operations are POST.
/// </summary>
internal static class ContentTag
{
    /// <summary>128 bits are more than enough against chance; the tag is no proof of authenticity.</summary>
    private const int Length = 16;

    /// <summary>Whether replies with a result of this type have a tag.</summary>
    public static bool IsFor(Type result) => result == typeof(byte[]) || result == typeof(EMailAttachment);

    /// <summary>Adds the tag to the reply.</summary>
    /// <param name="context">The request.</param>
    /// <param name="content">The reply as it is sent, so that another format or selection has another tag.</param>
    /// <exception cref="RestException">The client has this content already.</exception>
    public static void Add(HttpContext context, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var tag = $"\"{WebEncoders.Base64UrlEncode(hash[..Length])}\"";
        context.Response.Headers.ETag = tag;
        if (EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Tag.Equals(tag, StringComparison.Ordinal)))
        {
            throw RestException.NotChanged();
        }
    }
}

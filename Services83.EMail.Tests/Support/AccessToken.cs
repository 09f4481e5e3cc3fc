using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Services83.EMail.Tests.Support;

/// <summary>Access tokens as an identity provider would issue them (RFC 7519, HS256).</summary>
public static class AccessToken
{
    /// <param name="key">The key that the mail server knows.</param>
    /// <param name="user">Whose mailbox it opens.</param>
    /// <param name="life">How long from now on; negative for an expired token.</param>
    public static string Issue(byte[] key, string user, TimeSpan life)
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = Part(new { alg = "HS256", typ = "JWT" })
            + "." + Part(new { sub = user, iat = now.AddHours(-2).ToUnixTimeSeconds(), exp = (now + life).ToUnixTimeSeconds() });
        return content + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)));
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}

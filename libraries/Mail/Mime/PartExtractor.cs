using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>Makes a message of one part of another message.</summary>
internal static class PartExtractor
{
    private const string ContentFields = "Content-";
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private static readonly byte[] Version = "MIME-Version: 1.0\r\n"u8.ToArray();

    /// <summary>The header without the fields that describe the content; instead of them, those of the part.</summary>
    public static byte[] Extract(MimeMessage message, MimePart part)
    {
        using var result = new MemoryStream();
        foreach (var field in message.Headers.Where(field => !IsAboutContent(field)))
        {
            result.Write(field.Raw.Span);
            result.Write(LineEnd);
        }

        result.Write(Version);
        foreach (var field in part.Headers.Where(field => field.Name.StartsWith(ContentFields, StringComparison.OrdinalIgnoreCase)))
        {
            result.Write(field.Raw.Span);
            result.Write(LineEnd);
        }

        result.Write(LineEnd);
        result.Write(part.RawBody.Span);
        return result.ToArray();
    }

    private static bool IsAboutContent(MimeHeader field) =>
        field.Name.StartsWith(ContentFields, StringComparison.OrdinalIgnoreCase) || field.Name.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase);
}

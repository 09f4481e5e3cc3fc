using System.Text;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Decides how a file travels: in base64, which keeps every octet, but for messages, which must not be encoded (RFC 2046, 5.2).</summary>
internal static class PartEncoder
{
    public static (ContentType Type, string Encoding, ComposedMessage.Segment Content) Encode(OutgoingPart part)
    {
        var type = ContentType.Parse(part.ContentType);
        if (type.Type == "message" && ParameterWriter.IsToken(type.Subtype) && TryPassOn(part.Content, out var encoding, out var lines))
        {
            return (type, encoding, new ComposedMessage.Segment(lines, IsBase64: false));
        }

        return (IsUsable(type, part.ContentType) ? type : ContentType.Octets, "base64", new ComposedMessage.Segment(part.Content, IsBase64: true));
    }

    /// <summary>A message that SMTP could not carry by itself becomes a file: nothing of it is changed then.</summary>
    private static bool TryPassOn(ReadOnlyMemory<byte> message, out string encoding, out ReadOnlyMemory<byte> lines)
    {
        lines = TextEncoder.Canonical(message);
        encoding = Ascii.IsValid(lines.Span) ? "7bit" : "8bit";
        return TextEncoder.HasCarriableLines(lines.Span);
    }

    /// <summary>What is no media type, or one whose content must not be encoded, is a file of unknown kind.</summary>
    private static bool IsUsable(ContentType type, string declared) =>
        !type.IsMultipart && type.Type != "message" && ParameterWriter.IsToken(type.Type) && ParameterWriter.IsToken(type.Subtype)
        && declared.TrimStart().StartsWith(type.Type, StringComparison.OrdinalIgnoreCase);
}

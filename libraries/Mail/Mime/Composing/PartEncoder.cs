using System.Text;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Chooses the encoding of a file: base64, which keeps every byte, except for messages, which must not be encoded (RFC 2046,
/// 5.2).</summary>
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

    /// <summary>A message that SMTP cannot carry becomes a file, so that nothing in it is changed.</summary>
    private static bool TryPassOn(ReadOnlyMemory<byte> message, out string encoding, out ReadOnlyMemory<byte> lines)
    {
        lines = TextEncoder.Canonical(message);
        encoding = Ascii.IsValid(lines.Span) ? "7bit" : "8bit";
        return TextEncoder.HasCarriableLines(lines.Span);
    }

    /// <summary>An invalid media type, or one whose content must not be encoded, becomes a file of unknown type.</summary>
    private static bool IsUsable(ContentType type, string declared) =>
        !type.IsMultipart && type.Type != "message" && ParameterWriter.IsToken(type.Type) && ParameterWriter.IsToken(type.Subtype)
        && declared.TrimStart().StartsWith(type.Type, StringComparison.OrdinalIgnoreCase);
}

using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// The delimiter that a header declares itself. It ends the header if the blank line is missing; if it were read as a broken field, the
/// first part, or the whole message, would be lost.
/// </summary>
internal sealed class OwnDelimiter(ReadOnlyMemory<byte> message)
{
    private const string ContentTypeField = "Content-Type";

    private HeaderBlock.Position? _field;
    private byte[]? _delimiter;

    /// <summary>Called for each field at its beginning; the first Content-Type is used.</summary>
    public void See(HeaderBlock.Position field)
    {
        if (_field is null && field.NameLength == ContentTypeField.Length
            && Ascii.EqualsIgnoreCase(message.Span.Slice(field.Start, field.NameLength), ContentTypeField))
        {
            _field = field;
        }
    }

    /// <summary>Called for each continuation of the last field.</summary>
    public void Extend(HeaderBlock.Position field)
    {
        if (_field?.Start == field.Start)
        {
            _field = field;
        }
    }

    /// <summary>Whether the line is that delimiter, opening or closing.</summary>
    public bool Matches(ReadOnlySpan<byte> line)
    {
        if (_field is not { } field || !line.StartsWith("--"u8))
        {
            return false;
        }

        _delimiter ??= Read(field);
        if (_delimiter.Length == 0 || !line.StartsWith(_delimiter))
        {
            return false;
        }

        return line[_delimiter.Length..].Trim(" \t\r"u8) is [] or [(byte)'-', (byte)'-'];
    }

    private byte[] Read(HeaderBlock.Position field)
    {
        var type = ContentType.Parse(HeaderText.Unfold(message.Span[(field.Start + field.ValueStart)..field.End], header: null));
        var boundary = type.IsMultipart ? type.Boundary?.TrimEnd() : null;
        return boundary is null or "" || boundary.Length > MimeLimits.Boundary ? [] : Encoding.UTF8.GetBytes("--" + boundary);
    }
}

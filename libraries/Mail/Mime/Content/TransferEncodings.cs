namespace Services83.EMail.Mail.Mime.Content;

/// <summary>Names and decoders of the transfer encodings.</summary>
internal static class TransferEncodings
{
    /// <param name="field">The field's content, unfolded; empty when there is none.</param>
    public static TransferEncoding Parse(ReadOnlySpan<char> field)
    {
        var name = field.Trim(" \t\"");
        var end = name.IndexOfAny(" \t;(\"");
        if (end > 0)
        {
            name = name[..end];
        }

        if (name.Equals("base64", StringComparison.OrdinalIgnoreCase))
        {
            return TransferEncoding.Base64;
        }

        if (name.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase))
        {
            return TransferEncoding.QuotedPrintable;
        }

        return IsUuEncode(name) ? TransferEncoding.UuEncode : TransferEncoding.None;
    }

    /// <summary>An identity encoding needs no copy.</summary>
    public static ReadOnlyMemory<byte> Decode(TransferEncoding encoding, ReadOnlyMemory<byte> body) => encoding switch
    {
        TransferEncoding.Base64 => Base64.Decode(body.Span),
        TransferEncoding.QuotedPrintable => QuotedPrintable.Decode(body.Span),
        TransferEncoding.UuEncode => UuEncoding.Decode(body),
        _ => body,
    };

    public static int DecodedSize(TransferEncoding encoding, ReadOnlySpan<byte> body) => encoding switch
    {
        TransferEncoding.Base64 => Base64.DecodedSize(body),
        TransferEncoding.QuotedPrintable => QuotedPrintable.DecodedSize(body),
        TransferEncoding.UuEncode => UuEncoding.DecodedSize(body),
        _ => body.Length,
    };

    private static bool IsUuEncode(ReadOnlySpan<char> name)
    {
        if (name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
        {
            name = name[2..];
        }

        return name.Equals("uuencode", StringComparison.OrdinalIgnoreCase) || name.Equals("uue", StringComparison.OrdinalIgnoreCase);
    }
}

namespace Services83.EMail.Mail.Mime;

/// <summary>How a body is encoded for transport (RFC 2045, section 6).</summary>
public enum TransferEncoding
{
    /// <summary>Not encoded: 7bit, 8bit, binary, or an unknown encoding.</summary>
    None,
    QuotedPrintable,
    Base64,

    /// <summary>Never registered, but declared by some programs as <c>x-uuencode</c>.</summary>
    UuEncode,
}

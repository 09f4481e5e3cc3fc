namespace Services83.EMail.Mail.Mime;

/// <summary>How a body is wrapped for transport (RFC 2045, section 6).</summary>
public enum TransferEncoding
{
    /// <summary>Not at all: 7bit, 8bit, binary, or an encoding that is not known.</summary>
    None,
    QuotedPrintable,
    Base64,

    /// <summary>Never registered, but declared by some programs as <c>x-uuencode</c>.</summary>
    UuEncode,
}

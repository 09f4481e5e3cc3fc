namespace Services83.EMail.Mail.Mime;

/// <summary>Limits against hostile mail. Data beyond them is not interpreted but stays in the raw bytes.</summary>
public static class MimeLimits
{
    /// <summary>Levels of multiparts and of messages within messages that are opened.</summary>
    public const int Depth = 200;

    /// <summary>Parts of one message, the root not counted.</summary>
    public const int Parts = 10_000;

    /// <summary>Fields of one header.</summary>
    public const int HeaderFields = 10_000;

    /// <summary>Addresses of one field, those of all its occurrences together.</summary>
    public const int Addresses = 10_000;

    /// <summary>Characters of one address; a line is not longer (RFC 5322, section 2.1.1). A longer text is not an address.</summary>
    public const int Address = 998;

    /// <summary>Characters of the name of an address, which may be folded over several lines. Of a longer name only the beginning is
    /// read.</summary>
    public const int Name = 4_000;

    /// <summary>Bytes of a multipart's boundary. RFC 2046 allows 70; a line may have 998 (RFC 5322).</summary>
    public const int Boundary = 998;

    /// <summary>Bytes, in UTF-8, of a safe file name. File systems commonly allow 255.</summary>
    public const int FileName = 200;

    /// <summary>Recipients of one delivery report.</summary>
    public const int ReportRecipients = 1_000;

    /// <summary>Fields that a delivery report has for each recipient.</summary>
    public const int ReportFields = 100;

    /// <summary>Characters of a field of a delivery report. Of a longer one only the beginning is read.</summary>
    public const int ReportField = 2_000;
}

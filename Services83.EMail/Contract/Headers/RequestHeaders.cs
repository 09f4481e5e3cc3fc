using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Header blocks that a request to <see cref="IEMailAgent"/> may carry.</summary>
public sealed class EMailRequestHeaders
{
    /// <summary>Names the calling application. Required by an online installation, ignored by one on site.</summary>
    [MessageHeader]
    public string? ApplicationToken { get; set; }

    /// <summary>Authenticates the caller by a ticket from <see cref="ISoPrincipal"/>.</summary>
    [MessageHeader]
    public SoCredentials? Credentials { get; set; }

    /// <summary>The time zone of the caller's dates; null for that of the installation.</summary>
    [MessageHeader]
    public SoTimeZone? TimeZone { get; set; }
}

/// <summary>Header blocks that a request to <see cref="ISoPrincipal"/> may carry: there is no ticket before a login.</summary>
public sealed class SoPrincipalRequestHeaders
{
    /// <summary>Names the calling application. Required by an online installation, ignored by one on site.</summary>
    [MessageHeader]
    public string? ApplicationToken { get; set; }
}

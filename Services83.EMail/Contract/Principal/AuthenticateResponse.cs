using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>The reply of all three login operations.</summary>
[MessageContract(WrapperName = "AuthenticateResponse")]
public sealed class AuthenticateResponse
{
    /// <summary>Who logged in; null when the login failed.</summary>
    [MessageBodyMember(Order = 1)]
    public SoPrincipalCarrier? Response { get; set; }

    /// <summary>The ticket to send with further requests; null when the login failed.</summary>
    [MessageBodyMember(Order = 2)]
    public SoCredentials? Credentials { get; set; }

    /// <summary>Whether the login was accepted. Clients first read the <c>ExceptionInfo</c> header, then this member.</summary>
    [MessageBodyMember(Order = 3)]
    public bool AuthenticationSucceeded { get; set; }
}

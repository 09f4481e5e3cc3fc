using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>The operations of the published <c>Services83/SoPrincipal.svc</c>: authenticate a user and return a ticket.</summary>
[ServiceContract(Name = "SoPrincipal", Namespace = ServiceNamespace.Services83)]
[MessageHeaders(Request = typeof(SoPrincipalRequestHeaders), Response = typeof(ResponseHeaders))]
public interface ISoPrincipal
{
    /// <summary>Describes the server. Needs no login.</summary>
    /// <returns>Version, database and licence.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "SystemInfo")]
    Task<SoSystemInfoCarrier> GetSystemInfoAsync();

    /// <summary>Logs in the user whom the transport names, such as a trusted proxy or the operating system.</summary>
    /// <returns>Who logged in and the ticket, or <see cref="AuthenticateResponse.AuthenticationSucceeded"/> false.</returns>
    [OperationContract]
    Task<AuthenticateResponse> AuthenticateImplicitAsync();

    /// <summary>Logs in with a name and a password.</summary>
    /// <param name="userName">The login name, in any letter case; or a ticket, which is then renewed.</param>
    /// <param name="password">The password; empty with a ticket.</param>
    /// <returns>Who logged in and the ticket, or <see cref="AuthenticateResponse.AuthenticationSucceeded"/> false.</returns>
    /// <exception cref="ThrottledException">Too many attempts have failed recently.</exception>
    [OperationContract]
    Task<AuthenticateResponse> AuthenticateUsernamePasswordAsync(
        [MessageParameter(Name = "UserName")] string? userName,
        [MessageParameter(Name = "Password")] string? password);

    /// <summary>Logs in by credentials given as names and values; the authentication method defines the names.</summary>
    /// <param name="authenticationData">The credentials, by name.</param>
    /// <returns>Who logged in and the ticket, or <see cref="AuthenticateResponse.AuthenticationSucceeded"/> false.</returns>
    /// <exception cref="ThrottledException">Too many attempts have failed recently.</exception>
    [OperationContract]
    Task<AuthenticateResponse> AuthenticateGenericAsync(
        [MessageParameter(Name = "AuthenticationData")] AuthenticationGenericData? authenticationData);
}

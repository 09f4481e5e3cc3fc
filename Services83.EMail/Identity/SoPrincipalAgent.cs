using Services83.EMail.AddressBook;

namespace Services83.EMail.Identity;

/// <summary>
/// The SoPrincipal agent: login and data of the installation. A refused login is an exception, so that the client finds it in
/// <c>ExceptionInfo</c>, which it reads first; the reply's body then has <c>AuthenticationSucceeded</c> false by default.
/// </summary>
public sealed class SoPrincipalAgent(CallContext context, Authenticator authenticator, SystemInformation system, AddressLookup addresses) : ISoPrincipal
{
    public async Task<AuthenticateResponse> AuthenticateUsernamePasswordAsync(string? userName, string? password) => await AcceptAsync(
        await authenticator.LogInAsync(userName, password, context.ApplicationToken, context.RemoteAddress, context.Aborted));

    public async Task<AuthenticateResponse> AuthenticateImplicitAsync() => await AcceptAsync(
        await authenticator.LogInImplicitAsync(context.ProxyUserName, context.ApplicationToken, context.Aborted));

    /// <summary>Accepts the names UserName and Password, or Ticket, in any letter case.</summary>
    public Task<AuthenticateResponse> AuthenticateGenericAsync(AuthenticationGenericData? authenticationData)
    {
        var (userName, password) = GenericLogIn.Read(authenticationData);
        return AuthenticateUsernamePasswordAsync(userName, password);
    }

    public async Task<SoSystemInfoCarrier> GetSystemInfoAsync()
    {
        await authenticator.RequireApplicationAsync(context.ApplicationToken, context.Aborted);
        return await system.DescribeAsync(context.Aborted);
    }

    private async Task<AuthenticateResponse> AcceptAsync(LogIn logIn)
    {
        context.AcceptedName = logIn.Associate.LoginName;
        return new AuthenticateResponse
        {
            Response = PrincipalOf(logIn.Associate, await PersonAsync(logIn.Associate)),
            Credentials = new SoCredentials { Ticket = logIn.Ticket },
            AuthenticationSucceeded = true,
        };
    }

    /// <summary>The person of the address book that has the associate's e-mail address; null when there is none.</summary>
    private async Task<EMailAddress?> PersonAsync(StoredAssociate associate) =>
        (await addresses.FindAsync(associate.EmailAddress, context.Aborted)).FirstOrDefault(found => found.PersonId != 0);

    /// <summary>The data that are known here. There are no groups, licences and function rights, so those stay 0 and empty.</summary>
    private static SoPrincipalCarrier PrincipalOf(StoredAssociate associate, EMailAddress? person) => new()
    {
        UserType = associate.UserType,
        Associate = associate.LoginName,
        AssociateId = associate.AssociateId,
        IsPerson = person is not null,
        PersonId = person?.PersonId ?? 0,
        ContactId = person?.ContactId ?? 0,
        RoleName = associate.IsAdministrator ? "Administrator" : "User",
        RoleDescription = "",
        RoleType = associate.UserType switch
        {
            UserType.ExternalAssociate => RoleType.ExternalUser,
            UserType.AnonymousAssociate => RoleType.Anonymous,
            UserType.SystemAssociate => RoleType.System,
            _ => RoleType.Employee,
        },
        Licenses = [],
        FullName = associate.FullName,
        EMailAddress = associate.EmailAddress,
        FunctionRights = [],
        ProvidedCredentials = [],
        SecondaryGroups = [],
        DatabaseContextIdentifier = "",
    };
}

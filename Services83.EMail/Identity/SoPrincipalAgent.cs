namespace Services83.EMail.Identity;

/// <summary>
/// The SoPrincipal agent: login and facts about the installation. A refused login is an exception, so that the client finds it in
/// <c>ExceptionInfo</c>, where it looks first; the reply's body then says <c>AuthenticationSucceeded</c> false by default.
/// </summary>
public sealed class SoPrincipalAgent(CallContext context, Authenticator authenticator, SystemInformation system) : ISoPrincipal
{
    private const string UserNameKey = "UserName";
    private const string PasswordKey = "Password";
    private const string TicketKey = "Ticket";

    public async Task<AuthenticateResponse> AuthenticateUsernamePasswordAsync(string? userName, string? password) => Accept(
        await authenticator.LogInAsync(userName, password, context.ApplicationToken, context.RemoteAddress, context.Aborted));

    public async Task<AuthenticateResponse> AuthenticateImplicitAsync() => Accept(
        await authenticator.LogInImplicitAsync(context.ProxyUserName, context.ApplicationToken, context.Aborted));

    /// <summary>Takes the names UserName and Password, or Ticket, in any letter case.</summary>
    public Task<AuthenticateResponse> AuthenticateGenericAsync(AuthenticationGenericData? authenticationData)
    {
        var data = ByName(authenticationData ?? []);
        return data.TryGetValue(TicketKey, out var ticket)
            ? AuthenticateUsernamePasswordAsync(RequireTicketAlone(ticket, data), "")
            : AuthenticateUsernamePasswordAsync(data.GetValueOrDefault(UserNameKey), data.GetValueOrDefault(PasswordKey));
    }

    public async Task<SoSystemInfoCarrier> GetSystemInfoAsync()
    {
        await authenticator.RequireApplicationAsync(context.ApplicationToken, context.Aborted);
        return await system.DescribeAsync(context.Aborted);
    }

    private static AuthenticateResponse Accept(LogIn logIn) => new()
    {
        Response = PrincipalOf(logIn.Associate),
        Credentials = new SoCredentials { Ticket = logIn.Ticket },
        AuthenticationSucceeded = true,
    };

    /// <summary>What is known here. There are no persons, groups, licences and function rights, so those stay 0 and empty.</summary>
    private static SoPrincipalCarrier PrincipalOf(StoredAssociate associate) => new()
    {
        UserType = associate.UserType,
        Associate = associate.LoginName,
        AssociateId = associate.AssociateId,
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

    private static Dictionary<string, string?> ByName(AuthenticationGenericData pairs)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        string[] known = [UserNameKey, PasswordKey, TicketKey];
        var unknown = pairs.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (unknown.Length > 0)
        {
            var named = string.Join(", ", unknown.Take(5).Select(name => $"'{(name.Length > 40 ? name[..40] : name)}'"));
            throw Refused($"Unknown names: {named}. Known are UserName with Password, and Ticket.");
        }

        foreach (var (name, value) in pairs)
        {
            if (!data.TryAdd(name, value))
            {
                throw Refused($"The name {known.First(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase))} is given twice.");
            }
        }

        return data;
    }

    private static string RequireTicketAlone(string? ticket, Dictionary<string, string?> data) =>
        data.Count == 1 && ticket is not null && Ticket.LooksLikeOne(ticket)
            ? ticket
            : throw Refused("Ticket stands alone and starts with 7T:.");

    private static InvalidArgumentException Refused(string message) => new("AuthenticationData", message);
}

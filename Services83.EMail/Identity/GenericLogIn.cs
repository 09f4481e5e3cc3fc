namespace Services83.EMail.Identity;

/// <summary>The data of <c>AuthenticateGeneric</c>: the names UserName and Password, or Ticket alone, in any letter case.</summary>
public static class GenericLogIn
{
    private const string UserNameKey = "UserName";
    private const string PasswordKey = "Password";
    private const string TicketKey = "Ticket";

    /// <summary>The same as a user name and a password; a ticket becomes the name, with an empty password.</summary>
    /// <exception cref="InvalidArgumentException">A name is unknown or given twice, or a ticket is invalid or not the only
    /// name.</exception>
    public static (string? UserName, string? Password) Read(AuthenticationGenericData? authenticationData)
    {
        var data = ByName(authenticationData ?? []);
        return data.TryGetValue(TicketKey, out var ticket)
            ? (RequireTicketAlone(ticket, data), "")
            : (data.GetValueOrDefault(UserNameKey), data.GetValueOrDefault(PasswordKey));
    }

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
            : throw Refused("Ticket must be the only name, and its value must start with 7T:.");

    private static InvalidArgumentException Refused(string message) => new("AuthenticationData", message);
}

using System.Net.Mail;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Accounts;

/// <summary>Checks the account that a client wants to save.</summary>
internal static class AccountDrafter
{
    private const int MaxAddressLength = 320;
    private const int MaxAuthTypeLength = 64;

    /// <summary>OAuth tokens are a few thousand characters long.</summary>
    private const int MaxPasswordLength = 16 * 1024;

    /// <param name="account">What the client sent.</param>
    /// <param name="stored">The stored account; null for a new one.</param>
    /// <param name="associateId">The future owner.</param>
    /// <exception cref="InvalidArgumentException">A value cannot be used.</exception>
    public static AccountDraft Draft(EMailAccount account, StoredAccount? stored, int associateId)
    {
        var incoming = account.IncomingCredentials;
        var protocol = string.IsNullOrWhiteSpace(incoming?.Server)
            ? stored?.Protocol ?? MailProtocol.Imap
            : MailEndpoint.IncomingProtocol(incoming.Server, incoming.Port);
        var draft = new AccountDraft
        {
            AccountId = account.EMailAccountId,
            AssociateId = associateId,
            EmailAddress = Address(account.EMailAddress),
            Protocol = protocol,
            DeleteAfterDays = stored?.DeleteAfterDays,
            MaxCacheBytes = stored?.MaxCacheBytes,
            Incoming = Login(protocol, incoming, stored?.Incoming)
                ?? LoginDraft.Of(stored?.Incoming)
                ?? throw Wrong("IncomingCredentials", "An account needs the server and the login for incoming mail."),
            Outgoing = account.OutgoingCredentials is null
                ? LoginDraft.Of(stored?.Outgoing)
                : Login(MailProtocol.Smtp, account.OutgoingCredentials, stored?.Outgoing),
        };
        return stored is null ? draft : draft with { SyncInterval = stored.SyncInterval };
    }

    private static string Address(string? text)
    {
        var address = text?.Trim() ?? "";
        return address.Length <= MaxAddressLength && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address
            ? address
            : throw Wrong("EMailAddress", "The e-mail address must have the form name@example.com.");
    }

    /// <summary>Null when the client names no server.</summary>
    private static LoginDraft? Login(MailProtocol protocol, ServiceAuth? login, StoredLogin? stored)
    {
        if (string.IsNullOrWhiteSpace(login?.Server))
        {
            return null;
        }

        var endpoint = MailEndpoint.Parse(protocol, login.Server, login.Port);
        var userName = Text("Username", login.Username, MaxAddressLength);
        if (userName.Length == 0 && protocol != MailProtocol.Smtp)
        {
            throw Wrong("Username", "The login for incoming mail needs a user name.");
        }

        var password = Text("Password", login.Password, MaxPasswordLength);
        if (password.Length == 0 && stored is not null && stored.Host != endpoint.Host)
        {
            // Otherwise anybody with a ticket could have the stored password sent to another server.
            throw Wrong("Password", $"The password was given for {stored.Host}. Give it again for {endpoint.Host}.");
        }

        return new LoginDraft(
            endpoint,
            Text("AuthType", login.AuthType, MaxAuthTypeLength),
            userName,
            password.Length == 0 ? null : new Secret(password));
    }

    private static string Text(string name, string? text, int maxLength)
    {
        text ??= "";
        return text.Length <= maxLength && !text.Any(char.IsControl)
            ? text
            : throw Wrong(name, $"{name} must have at most {maxLength} characters and no control characters.");
    }

    private static InvalidArgumentException Wrong(string argument, string message) => new(argument, message);
}

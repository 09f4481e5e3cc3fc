using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands.Demo;

/// <summary>
/// The users, the application token and the accounts of the vendor's printed samples, so that these work unchanged, and an address book.
/// </summary>
internal static class DemoData
{
    public const string ApplicationToken = "1234567-1234-9876";
    public const string SystemUser = "tje0";
    public const string SystemPassword = "Tje0";
    public const string FirstAssociate = "Lockman, Beier and Leannon";
    public const string SecondAssociate = "Blåbær & Søn <ø>";
    public const int FirstAccount = 90;
    public const int SecondAccount = 91;
    public const int AdministratorId = 1;

    /// <param name="services">The services of the server.</param>
    /// <param name="mailServer">Where the mailboxes of both accounts are.</param>
    /// <param name="outgoing">The server for outgoing mail, with the same users; null for none.</param>
    /// <param name="mailboxes">User name and password of each.</param>
    /// <param name="cancellationToken">Cancels before the next commit.</param>
    public static async Task AddAsync(
        IServiceProvider services, MailEndpoint mailServer, MailEndpoint? outgoing, IReadOnlyList<(string User, string Password)> mailboxes,
        CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ApplicationTokenStore>().AddAsync("demo", ApplicationToken, emailGranted: true, cancellationToken);
        await AddUserAsync(services, AdministratorId, "SAL0", UserType.InternalAssociate, isAdministrator: true, "SAL0", cancellationToken);
        await AddUserAsync(services, 2, SystemUser, UserType.SystemAssociate, isAdministrator: false, SystemPassword, cancellationToken);

        await AddUserAsync(services, 162, FirstAssociate, UserType.InternalAssociate, isAdministrator: false, null, cancellationToken);
        await AddUserAsync(services, 163, SecondAssociate, UserType.InternalAssociate, isAdministrator: false, null, cancellationToken);
        await AddAccountAsync(services, FirstAccount, 162, mailServer, outgoing, mailboxes[0], cancellationToken);
        await AddAccountAsync(services, SecondAccount, 163, mailServer, outgoing, mailboxes[1], cancellationToken);
        await services.GetRequiredService<AddressBookWriter>().ImportAsync(DemoPeople.Entries, cancellationToken);
    }

    private static Task AddUserAsync(
        IServiceProvider services, int id, string login, UserType type, bool isAdministrator, string? password, CancellationToken cancellationToken) =>
        services.GetRequiredService<AssociateStore>().AddAsync(
            new StoredAssociate { AssociateId = id, LoginName = login, FullName = login, UserType = type, IsAdministrator = isAdministrator },
            password, cancellationToken);

    private static Task AddAccountAsync(
        IServiceProvider services, int id, int associateId, MailEndpoint mailServer, MailEndpoint? outgoing, (string User, string Password) mailbox,
        CancellationToken cancellationToken) =>
        services.GetRequiredService<AccountStore>().AddAsync(
            new AccountDraft
            {
                AccountId = id,
                AssociateId = associateId,
                EmailAddress = mailbox.User,
                // Always due, so that the sample that lists the ready accounts always shows them.
                SyncInterval = 0,
                Incoming = new LoginDraft(mailServer, "", mailbox.User, new Secret(mailbox.Password)),
                Outgoing = outgoing is null ? null : new LoginDraft(outgoing, "", mailbox.User, new Secret(mailbox.Password)),
            },
            cancellationToken);
}

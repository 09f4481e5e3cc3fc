using System.Text;
using Services83.EMail.AddressBook;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Commands.Demo;

/// <summary>
/// The users, the application token and the accounts of the vendor's printed samples, so that these work unchanged, an address book, and an
/// archive of one document.
/// </summary>
internal static class DemoData
{
    public const string ApplicationToken = "1234567-1234-9876";
    public const string SystemUser = "tje0";
    public const string SystemPassword = "Tje0";
    public const string Administrator = "SAL0";
    public const string AdministratorPassword = "SAL0";
    public const string FirstAssociate = "Lockman, Beier and Leannon";
    public const string SecondAssociate = "Blåbær & Søn <ø>";
    public const int FirstAccount = 90;
    public const int SecondAccount = 91;
    public const int AdministratorId = 1;

    private const int SystemUserId = 2;

    /// <param name="services">The services of the server.</param>
    /// <param name="owners">The users who have accounts.</param>
    /// <param name="incoming">Where the mailboxes of all accounts are.</param>
    /// <param name="outgoing">The server for outgoing mail, with the same users; null for none.</param>
    /// <param name="cancellationToken">Cancels before the next commit.</param>
    public static async Task AddAsync(
        IServiceProvider services, IReadOnlyList<DemoOwner> owners, MailEndpoint incoming, MailEndpoint? outgoing, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ApplicationTokenStore>().AddAsync("demo", ApplicationToken, emailGranted: true, cancellationToken);
        await AddUserAsync(services, User(SystemUserId, SystemUser, "") with { UserType = UserType.SystemAssociate }, SystemPassword, cancellationToken);
        if (!owners.Any(owner => owner.IsAdministrator))
        {
            await AddUserAsync(services, User(AdministratorId, Administrator, "") with { IsAdministrator = true }, AdministratorPassword, cancellationToken);
        }

        foreach (var owner in owners)
        {
            var user = User(owner.AssociateId, owner.Login, owner.Mailbox.User) with { IsAdministrator = owner.IsAdministrator };
            await AddUserAsync(services, user, owner.Password, cancellationToken);
            await services.GetRequiredService<AccountStore>().AddAsync(AccountOf(owner, incoming, outgoing), cancellationToken);
        }

        await services.GetRequiredService<AddressBookWriter>().ImportAsync(DemoPeople.Entries, cancellationToken);
        await services.GetRequiredService<DocumentStore>().AddAsync(
            AdministratorId, ContentReader.Whole(Contract()), "Contract with Fjordbygg", shared: true, cancellationToken);
    }

    private static StoredAssociate User(int id, string login, string address) =>
        new() { AssociateId = id, LoginName = login, FullName = login, EmailAddress = address };

    private static Task AddUserAsync(IServiceProvider services, StoredAssociate user, string password, CancellationToken cancellationToken) =>
        services.GetRequiredService<AssociateStore>().AddAsync(user, password, cancellationToken);

    private static AccountDraft AccountOf(DemoOwner owner, MailEndpoint incoming, MailEndpoint? outgoing) => new()
    {
        AccountId = owner.AccountId,
        AssociateId = owner.AssociateId,
        EmailAddress = owner.Mailbox.User,
        SyncInterval = owner.SyncInterval,
        Incoming = new LoginDraft(incoming, "", owner.Mailbox.User, new Secret(owner.Mailbox.Password)),
        Outgoing = outgoing is null ? null : new LoginDraft(outgoing, "", owner.Mailbox.User, new Secret(owner.Mailbox.Password)),
    };

    private static byte[] Contract() => Encoding.UTF8.GetBytes(
        "From: Ingrid Solheim <ingrid.solheim@fjordbygg.example>\r\nTo: sal0@sandbox.example\r\nSubject: Contract with Fjordbygg\r\n"
        + "Date: Mon, 1 Dec 2025 10:00:00 +0100\r\nMessage-ID: <contract@fjordbygg.example>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=contract\r\n\r\n--contract\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe contract is attached.\r\n"
        + "--contract\r\nContent-Type: text/plain; name=contract.txt\r\nContent-Disposition: attachment; filename=contract.txt\r\n\r\nBetween Fjordbygg and you.\r\n--contract--\r\n");
}

using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;
using Secret = Services83.EMail.Storage.Secret;

namespace Services83.EMail.Tests.Storage;

/// <summary>One statement says of each account of a sync request whose it is, whether something is to be stored, and where it runs.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyncTargetTests : IDisposable
{
    private const int Account = 90;

    private readonly ManualTimeProvider _time = new();
    private TestDatabase _files = null!;
    private AccountStore _store = null!;

    [SetUp]
    public async Task SetUp()
    {
        _files = await TestDatabase.MigratedAsync(_time);
        _store = new AccountStore(_files.Database, _files.Protector, _time);
        await _files.AddAccountAsync(7);
        await _store.AddAsync(
            new AccountDraft
            {
                AccountId = Account,
                AssociateId = 7,
                EmailAddress = "ann@example.com",
                Incoming = new LoginDraft(new MailEndpoint("IMAP.Example.com", 993, MailSecurity.Tls), "", "ann", new Secret("geheim")),
            },
            CancellationToken.None);
    }

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task An_account_that_does_not_wait_says_its_host()
    {
        var expected = new SyncTarget { AccountId = Account, AssociateId = 7, Host = "imap.example.com" };
        Assert.That(await ReadAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_account_without_a_server_has_no_host() =>
        Assert.That((await _store.OwnersAsync([7], CancellationToken.None)).Single().Host, Is.Empty);

    [Test]
    public async Task An_account_that_waits_for_a_complete_sync_needs_nothing()
    {
        await RequestAsync();

        Assert.That((await ReadAsync()).IsWaiting, Is.True);
    }

    [TestCase("UPDATE sync_request SET running = TRUE")]
    [TestCase("UPDATE sync_request SET retry_at = 9999999999999")]
    [TestCase("UPDATE sync_request SET quick = TRUE")]
    [TestCase("DELETE FROM sync_request")]
    public async Task An_account_that_waits_for_less_is_to_be_stored(string change)
    {
        await RequestAsync();
        await _files.Database.ExecuteAsync(change, new { }, CancellationToken.None);

        Assert.That(await ReadAsync(), Has.Property("IsWaiting").False.And.Property("Host").EqualTo("imap.example.com"));
    }

    /// <summary>The row of the other account is in the table that the condition looks into first.</summary>
    [TestCase(Account, 9999999999999, ExpectedResult = false)]
    [TestCase(Account, 0, ExpectedResult = true)]
    [TestCase(7, 9999999999999, ExpectedResult = true)]
    public async Task<bool> It_waits_for_less_if_a_message_of_its_own_is_left_out_for_some_time(int account, long until)
    {
        await RequestAsync();
        await _files.Database.ExecuteAsync(
            """
            INSERT INTO email_folder (folder_id, account_id, name, delimiter, attributes, selectable, subscribed)
            VALUES (5, @account, 'INBOX', '/', '', TRUE, TRUE);
            INSERT INTO undelivered (folder_id, uid_validity, uid, attempts, reason, retry_at) VALUES (5, 1, 1, 1, 'NO', @until)
            """,
            new { account, until }, CancellationToken.None);

        return (await ReadAsync()).IsWaiting;
    }

    private Task RequestAsync() => new SyncQueue(_files.Database, _time).StoreAsync([Account], CancellationToken.None);

    private async Task<SyncTarget> ReadAsync() => (await _store.OwnersAsync([Account, 4711], CancellationToken.None)).Single();
}

using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Secret = Services83.EMail.Storage.Secret;

namespace Services83.EMail.Tests.Storage;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AccountStoreTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private TestDatabase _files = null!;
    private AccountStore _store = null!;

    [SetUp]
    public async Task SetUp()
    {
        _files = await TestDatabase.MigratedAsync(_time);
        _store = new AccountStore(_files.Database, _files.Protector, _time);
        await AddAssociateAsync(162, "lockman", "Lockman, Beier and Leannon");
        await AddAssociateAsync(163, "soen", "Blåbær & Søn <ø>");
    }

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task The_sync_engine_gets_the_server_and_the_password()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);

        var account = (await _store.FindForSyncAsync(90, CancellationToken.None))!;

        Assert.That(account.AssociateId, Is.EqualTo(162));
        Assert.That(account.Incoming.Server, Is.EqualTo("imap.example.com"));
        Assert.That(account.Incoming.Port, Is.EqualTo(993));
        Assert.That(account.Incoming.Security, Is.EqualTo(MailSecurity.Tls));
        Assert.That(account.Incoming.UserName, Is.EqualTo("lockman@example.com"));
        Assert.That(account.Incoming.Password.Reveal(), Is.EqualTo("geheim"));
        Assert.That(account.ToString(), Does.Not.Contain("geheim").IgnoreCase);
    }

    [Test]
    public async Task The_file_does_not_hold_the_password()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);

        var stored = await _files.Database.ReadAsync(
            (connection, _) => connection.QuerySingleAsync<string>("SELECT secret FROM service_auth"), CancellationToken.None);
        Assert.That(stored, Does.Not.Contain("geheim").IgnoreCase);
    }

    [Test]
    public async Task With_other_keys_the_password_is_the_accounts_trouble_and_only_when_it_is_needed()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);
        var otherKeys = new SecretProtector(new EphemeralDataProtectionProvider(), Options.Create(_files.Options));
        var store = new AccountStore(_files.Database, otherKeys, _time);

        var account = (await store.FindForSyncAsync(90, CancellationToken.None))!;

        Assert.That(Assert.Catch<MailServerException>(() => account.Incoming.Password.Reveal())!.IsTransient, Is.False);
    }

    [Test]
    public async Task An_id_is_never_given_twice()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);
        await _store.DeleteAsync(90, CancellationToken.None);

        await Assert.CatchAsync<InvalidArgumentException>(() => _store.AddAsync(Draft(90, 162), CancellationToken.None));
        Assert.That(await _store.AddAsync(Draft(0, 162), CancellationToken.None), Is.EqualTo(91));
    }

    [Test]
    public async Task Of_many_programs_that_add_the_same_mailbox_at_the_same_time_one_succeeds()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new AccountStore(_files.OpenAnother(), _files.Protector, _time)).ToArray();

        var outcomes = await Task.WhenAll(stores.SelectMany(store => Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await store.AddAsync(Draft(0, 162), CancellationToken.None);
            }
            catch (InvalidArgumentException)
            {
                return 0;
            }
        }))));

        Assert.That(outcomes.Count(id => id > 0), Is.EqualTo(1));
        Assert.That((await _store.ListAsync(CancellationToken.None)).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task A_deleted_account_is_gone_and_so_is_its_password()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);

        Assert.That(await _store.DeleteAsync(90, CancellationToken.None), Is.True);

        Assert.That(await _store.DeleteAsync(90, CancellationToken.None), Is.False);
        Assert.That(await _store.FindAsync(90, CancellationToken.None), Is.Null);
        Assert.That(await _store.FindForSyncAsync(90, CancellationToken.None), Is.Null);
        Assert.That(await _store.OwnersAsync([90], CancellationToken.None), Is.Empty);
        var rows = await _files.Database.ReadAsync(
            (connection, _) => connection.QuerySingleAsync<string>(
                "SELECT (SELECT count(*) FROM service_auth) || ' ' || status FROM account"),
            CancellationToken.None);
        Assert.That(rows, Is.EqualTo("0 1"));
    }

    [TestCase("lockman")]
    [TestCase("LOCKMAN")]
    [TestCase("Lockman, Beier and Leannon")]
    [TestCase("lockman, beier and leannon ")]
    public async Task An_associate_is_found_by_login_name_and_by_full_name(string name)
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);
        await _store.AddAsync(Draft(91, 163), CancellationToken.None);

        Assert.That((await _store.OfAssociateAsync(name, CancellationToken.None)).Single().AccountId, Is.EqualTo(90));
    }

    [Test]
    public async Task A_login_name_comes_before_somebody_elses_full_name()
    {
        await AddAssociateAsync(200, "other", "soen");
        await _store.AddAsync(Draft(91, 163), CancellationToken.None);
        await _store.AddAsync(Draft(92, 200), CancellationToken.None);

        Assert.That((await _store.OfAssociateAsync("soen", CancellationToken.None)).Single().AssociateId, Is.EqualTo(163));
        Assert.That((await _store.OfAssociateAsync("BLÅBÆR & SØN <Ø>", CancellationToken.None)).Single().AssociateId, Is.EqualTo(163));
        Assert.That(await _store.OfAssociateAsync("nobody", CancellationToken.None), Is.Empty);
        Assert.That(await _store.OfAssociateAsync(999, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Ten_thousand_ids_are_looked_up_at_once()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);
        await _store.AddAsync(Draft(9000, 163), CancellationToken.None);
        var ids = Enumerable.Range(1, 10_000).Concat([90, 90]).ToArray();

        var owners = await _store.OwnersAsync(ids, CancellationToken.None);

        Assert.That(owners.Select(owner => (owner.AccountId, owner.AssociateId)), Is.EqualTo(new[] { (90, 162), (9000, 163) }));
    }

    [Test]
    public async Task An_account_is_due_when_its_interval_since_the_last_attempt_is_over()
    {
        await _store.AddAsync(Draft(90, 162) with { SyncInterval = 60 }, CancellationToken.None);
        await _store.AddAsync(Draft(91, 163) with { SyncInterval = 0 }, CancellationToken.None);
        await _files.Database.SetSyncedAsync(90, _time.GetUtcNow(), CancellationToken.None);
        await _files.Database.SetFailedAsync(91, "no answer", transient: true, _time.GetUtcNow(), CancellationToken.None);

        Assert.That(await DueAsync(), Is.EqualTo(new[] { 91 }));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await DueAsync(), Is.EqualTo(new[] { 91 }));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await DueAsync(), Is.EqualTo(new[] { 90, 91 }));
    }

    [Test]
    public async Task Due_accounts_come_by_id_and_disabled_and_deleted_ones_never()
    {
        await _store.AddAsync(Draft(90, 162) with { SyncInterval = 0 }, CancellationToken.None);
        await _store.AddAsync(Draft(91, 162, "b"), CancellationToken.None);
        await _store.AddAsync(Draft(92, 162, "c"), CancellationToken.None);
        await _store.AddAsync(Draft(93, 162, "d"), CancellationToken.None);
        await _files.Database.SetSyncedAsync(90, _time.GetUtcNow(), CancellationToken.None);
        await _store.SetDisabledAsync(92, disabled: true, CancellationToken.None);
        await _store.DeleteAsync(93, CancellationToken.None);

        Assert.That(await DueAsync(), Is.EqualTo(new[] { 90, 91 }));
        Assert.That(await DueAsync(Scope.Of(163)), Is.Empty);
        Assert.That(await DueAsync(Scope.Of(162)), Is.EqualTo(new[] { 90, 91 }));
        Assert.That(await DueAsync(default), Is.Empty, "a scope that nobody set is nobody's");
    }

    [Test]
    public async Task Errors_count_up_until_a_success()
    {
        await _store.AddAsync(Draft(90, 162), CancellationToken.None);

        await _files.Database.SetFailedAsync(90, "no answer", transient: true, _time.GetUtcNow(), CancellationToken.None);
        await ShouldBeAsync(AccountStatus.Failing, 1, "no answer");
        await _files.Database.SetFailedAsync(90, "wrong password", transient: false, _time.GetUtcNow(), CancellationToken.None);
        await ShouldBeAsync(AccountStatus.Failed, 2, "wrong password");
        await _files.Database.SetFailedAsync(90, new string('x', 5000), transient: false, _time.GetUtcNow(), CancellationToken.None);
        await ShouldBeAsync(AccountStatus.Failed, 3, new string('x', 1000));
        await _files.Database.SetSyncedAsync(90, _time.GetUtcNow(), CancellationToken.None);
        await ShouldBeAsync(AccountStatus.Ok, 0, "");
    }

    private static AccountDraft Draft(int accountId, int associateId, string user = "lockman@example.com") => new()
    {
        AccountId = accountId,
        AssociateId = associateId,
        EmailAddress = "lockman@example.com",
        Incoming = new LoginDraft(
            new MailEndpoint("imap.example.com", 993, MailSecurity.Tls), "", user, new Secret("geheim")),
    };

    private Task<IEnumerable<int>> DueAsync() => DueAsync(Scope.Everybody);

    private async Task<IEnumerable<int>> DueAsync(Scope scope) =>
        (await _store.DueAsync(scope, CancellationToken.None)).Select(account => account.AccountId);

    private async Task ShouldBeAsync(AccountStatus status, int errors, string reason)
    {
        var account = (await _store.FindAsync(90, CancellationToken.None))!;
        Assert.That((account.Status, account.ErrorCount, account.ErrorReason), Is.EqualTo((status, errors, reason)));
        Assert.That(account.LastTriedAt, Is.EqualTo(_time.GetUtcNow()));
    }

    /// <summary>By hand: who associates are is the business of a higher layer.</summary>
    private Task AddAssociateAsync(int id, string loginName, string fullName) => _files.Database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync(
            """
            INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at)
            VALUES (@Id, @Login, @LoginKey, @Full, @FullKey, '', 1, FALSE, 0)
            """,
            new { Id = id, Login = loginName, LoginKey = NameKey.Of(loginName), Full = fullName, FullKey = NameKey.Of(fullName) },
            transaction),
        CancellationToken.None);
}

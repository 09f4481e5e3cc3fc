using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Quartz;
using Services83.EMail.Engines.Mailbox.Accounts;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Defaults;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AccountServiceTests : IDisposable
{
    private const int Sally = 7;
    private const int Tje = 8;

    private IdentityFixture _identity = null!;
    private AccountStore _store = null!;
    private SyncDispatcher _dispatcher = null!;

    [SetUp]
    public async Task SetUp()
    {
        _identity = await IdentityFixture.CreateAsync();
        _store = new AccountStore(_identity.Files.Database, _identity.Files.Protector, _identity.Time);
        _dispatcher = new SyncDispatcher(
            new SyncQueue(_identity.Files.Database, _identity.Time), _store, Schedule(), new LoneNode(),
            new LocalSignals(), _identity.Time, Options.Create(new SyncOptions()), NullLogger<SyncDispatcher>.Instance);
    }

    public void Dispose() => _identity.Dispose();

    [Test]
    public async Task A_new_account_gets_an_id_and_belongs_to_the_caller()
    {
        var saved = await As(Tje).SaveEMailAccountAsync(Account());

        Assert.That(saved.EMailAccountId, Is.GreaterThan(0));
        Assert.That(saved.AssociateId, Is.EqualTo(Tje));
        Assert.That(saved.EMailAddress, Is.EqualTo("tje@example.com"));
        Assert.That(saved.AccountStatus, Is.EqualTo((short)0));
        Assert.That(saved.IncomingCredentials!.ServiceAuthId, Is.GreaterThan(0));
        Assert.That(saved.IncomingCredentials.Port, Is.EqualTo(993));
        Assert.That(saved.OutgoingCredentials, Is.Null);
        Assert.That(await PasswordAsync(saved.EMailAccountId), Is.EqualTo("geheim"));
    }

    [Test]
    public async Task A_password_never_comes_back_out()
    {
        var account = Account();
        account.OutgoingCredentials = new ServiceAuth { Server = "smtp.example.com", Username = "tje", Password = "auch geheim" };
        var service = As(Tje);

        var saved = await service.SaveEMailAccountAsync(account);
        EMailAccount?[] seen =
        [
            saved,
            await service.GetEMailAccountAsync(saved.EMailAccountId),
            await service.GetEMailAccountFromEMailAddressAsync("tje@example.com"),
            await Current(Tje).GetCurrentAccountAsync(),
            await As(Sally, privileged: true).GetEMailAccountAsync(saved.EMailAccountId),
        ];

        foreach (var each in seen)
        {
            Assert.That(each!.IncomingCredentials!.Password, Is.Null);
            Assert.That(each.OutgoingCredentials!.Password, Is.Null);
        }
    }

    [Test]
    public async Task Saving_mends_a_failed_account()
    {
        var service = As(Tje);
        var saved = await service.SaveEMailAccountAsync(Account());
        await _identity.Files.Database.SetFailedAsync(
            saved.EMailAccountId, "wrong password", transient: false, _identity.Time.GetUtcNow(), CancellationToken.None);
        Assert.That((await service.GetEMailAccountAsync(saved.EMailAccountId)).AccountStatus, Is.EqualTo((short)3));

        var again = await service.SaveEMailAccountAsync(saved);

        Assert.That((again.AccountStatus, again.ErrorCount, again.ErrorReason), Is.EqualTo(((short)0, 0, "")));
        Assert.That(await _store.DueAsync(Scope.Of(Tje), CancellationToken.None), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Read_only_members_are_ignored()
    {
        var account = Account();
        (account.AccountStatus, account.ErrorCount, account.ErrorReason) = (4, 99, "nonsense");

        var saved = await As(Tje).SaveEMailAccountAsync(account);

        Assert.That((saved.AccountStatus, saved.ErrorCount, saved.ErrorReason), Is.EqualTo(((short)0, 0, "")));
    }

    [Test]
    public async Task Somebody_elses_account_is_as_if_it_were_not_there()
    {
        var saved = await As(Sally).SaveEMailAccountAsync(Account());
        var stranger = As(Tje);

        await Assert.CatchAsync<EntityNotFoundException>(() => stranger.GetEMailAccountAsync(saved.EMailAccountId));
        await Assert.CatchAsync<EntityNotFoundException>(() => stranger.SaveEMailAccountAsync(saved));
        await Assert.CatchAsync<EntityNotFoundException>(() => stranger.DeleteEMailAccountAsync(saved.EMailAccountId));
        Assert.That((await stranger.GetEMailAccountFromEMailAddressAsync("tje@example.com")).EMailAccountId, Is.Zero);
        Assert.That(await Current(Tje).GetCurrentAccountAsync(), Is.Null);
        Assert.That(await Current(Tje).GetCurrentAccountIdAsync(), Is.Zero);
        await Assert.CatchAsync<EntityNotFoundException>(new Places(Call(Tje), _store, new FolderStore(_identity.Files.Database, _identity.Time)).CurrentAccountAsync);
    }

    [Test]
    public async Task Only_the_privileged_save_for_others()
    {
        var account = Account();
        account.AssociateId = Sally;

        await Assert.CatchAsync<AccessDeniedException>(() => As(Tje).SaveEMailAccountAsync(account));
        Assert.That((await As(Tje, privileged: true).SaveEMailAccountAsync(account)).AssociateId, Is.EqualTo(Sally));
    }

    [Test]
    public async Task An_account_needs_an_associate_that_exists()
    {
        var account = Account();
        account.AssociateId = 999;

        await Assert.CatchAsync<EntityNotFoundException>(() => As(Tje, privileged: true).SaveEMailAccountAsync(account));
    }

    [Test]
    public async Task A_privileged_change_leaves_the_owner_as_it_is_when_none_is_named()
    {
        var saved = await As(Tje).SaveEMailAccountAsync(Account());
        saved.AssociateId = 0;

        Assert.That((await As(Sally, privileged: true).SaveEMailAccountAsync(saved)).AssociateId, Is.EqualTo(Tje));
    }

    [Test]
    public async Task A_deleted_account_is_not_found_any_more()
    {
        var service = As(Tje);
        var saved = await service.SaveEMailAccountAsync(Account());

        await service.DeleteEMailAccountAsync(saved.EMailAccountId);

        await Assert.CatchAsync<EntityNotFoundException>(() => service.GetEMailAccountAsync(saved.EMailAccountId));
        await Assert.CatchAsync<EntityNotFoundException>(() => service.DeleteEMailAccountAsync(saved.EMailAccountId));
        await Assert.CatchAsync<EntityNotFoundException>(() => service.SaveEMailAccountAsync(saved));
    }

    [Test]
    public async Task Without_a_proved_caller_nothing_is_answered()
    {
        var service = new AccountService(new CallContext(), _store, _identity.Associates, _dispatcher, Carriers);

        await Assert.CatchAsync<NotAuthenticatedException>(() => service.GetEMailAccountAsync(1));
        await Assert.CatchAsync<NotAuthenticatedException>(() => service.SaveEMailAccountAsync(Account()));
        await Assert.CatchAsync<NotAuthenticatedException>(new CurrentAccountService(new CallContext(), _store, null!, Carriers).GetCurrentAccountAsync);
    }

    [TestCaseSource(nameof(UnusableAccounts))]
    public async Task What_cannot_be_used_is_refused_by_its_name(string argument, EMailAccount? account)
    {
        var error = await Assert.CatchAsync<InvalidArgumentException>(() => As(Tje).SaveEMailAccountAsync(account));

        Assert.That(error.Parameters["argument"], Is.EqualTo(argument));
        Assert.That(await _store.ListAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_new_account_to_fill_in_knows_its_owner()
    {
        var account = await new DefaultService(Call(Sally), _identity.Associates).CreateDefaultEMailAccountAsync();

        Assert.That(account.EMailAccountId, Is.Zero);
        Assert.That(account.AssociateId, Is.EqualTo(Sally));
        Assert.That(account.EMailAddress, Is.EqualTo("sal0@example.com"));
        Assert.That(account.IncomingCredentials!.Port, Is.EqualTo(993));
    }

    private static IEnumerable<TestCaseData> UnusableAccounts()
    {
        static TestCaseData With(string argument, Action<EMailAccount, ServiceAuth> change)
        {
            var account = Account();
            change(account, account.IncomingCredentials!);
            return new TestCaseData(argument, account);
        }

        yield return new TestCaseData("EMailAccount", null);
        yield return With("EMailAddress", (account, _) => account.EMailAddress = null);
        yield return With("EMailAddress", (account, _) => account.EMailAddress = "nobody");
        yield return With("EMailAddress", (account, _) => account.EMailAddress = "a@example.com\r\nBcc: b@example.com");
        yield return With("EMailAddress", (account, _) => account.EMailAddress = "Somebody <a@example.com>");
        yield return With("EMailAddress", (account, _) => account.EMailAddress = new string('a', 400) + "@example.com");
        yield return With("IncomingCredentials", (account, _) => account.IncomingCredentials = null);
        yield return With("IncomingCredentials", (_, login) => login.Server = "");
        yield return With("Server", (_, login) => login.Server = "not a host");
        yield return With("Port", (_, login) => login.Port = 70_000);
        yield return With("Username", (_, login) => login.Username = "");
        yield return With("Username", (_, login) => login.Username = "a\r\nb");
        yield return With("Password", (_, login) => login.Password = "a\0b");
        yield return With("Password", (_, login) => login.Password = new string('x', 20_000));
        yield return With("AuthType", (_, login) => login.AuthType = new string('x', 65));
    }

    private static EMailAccount Account() => new()
    {
        EMailAddress = "tje@example.com",
        IncomingCredentials = new ServiceAuth { Server = "imap.example.com", Username = "tje", Password = "geheim" },
    };

    private AccountService As(int associateId, bool privileged = false) => new(Call(associateId, privileged), _store, _identity.Associates, _dispatcher, Carriers);

    /// <summary>Not to try logins with.</summary>
    private CurrentAccountService Current(int associateId) => new(Call(associateId), _store, null!, Carriers);

    /// <summary>As for the SOAP service, which does not name the folders.</summary>
    private static AccountCarriers Carriers => new(new CallContext(), null!);

    private static CallContext Call(int associateId, bool privileged = false) =>
        new() { Caller = new Caller { AssociateId = associateId, LoginName = $"user{associateId}", IsPrivileged = privileged } };

    private SyncSchedule Schedule() => new(
        Schedulers(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _identity.Time, NullLogger<SyncSchedule>.Instance);

    private static ISchedulerFactory Schedulers() =>
        new ServiceCollection().AddLogging().AddQuartz(_ => { }).BuildServiceProvider().GetRequiredService<ISchedulerFactory>();

    private async Task<string?> PasswordAsync(int accountId) =>
        (await _store.FindForSyncAsync(accountId, CancellationToken.None))?.Incoming.Password.Reveal();
}

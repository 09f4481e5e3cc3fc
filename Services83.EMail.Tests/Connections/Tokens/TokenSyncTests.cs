using NUnit.Framework;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>The whole engine, with an account whose tokens a real provider issues and a real mail server judges.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[NonParallelizable]
public sealed class TokenSyncTests
{
    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task An_ended_token_is_replaced_and_a_withdrawn_consent_becomes_the_state_of_the_account()
    {
        var servers = await TokenServers.StartAsync();
        await servers.Provider.ResetAsync(Deadline);
        await using var engine = await TestEngine.StartAsync(servers.Asking.Host, servers.Asking.ImapsPort, servers.Asking.Certificate.Certificate, Settings(servers));
        var account = await AddAsync(engine, servers, "user020");
        var nobody = await engine.SyncAsync(account, Deadline);
        await ConsentAsync(engine, servers, account);

        var first = await engine.SyncAsync(account, Deadline);
        var token = (await engine.Get<ConsentStore>().FindAsync(account, Deadline))!.AccessToken!.Reveal();
        await servers.Provider.SetAsync(new { ended = token, requests = Array.Empty<object>() }, Deadline);
        await AgeAsync(engine);
        var second = await engine.SyncAsync(account, Deadline);
        var renewals = await servers.Provider.RequestsAsync(Deadline);
        await servers.Provider.SetAsync(new { revoke = "user020" }, Deadline);
        await AgeAsync(engine);
        var third = await engine.SyncAsync(account, Deadline);
        var asked = (await servers.Provider.RequestsAsync(Deadline)).Count;
        await engine.SyncAsync(account, Deadline);

        Assert.That(nobody.Error?.Message, Does.Contain("needs the consent of user020@test.example"));
        Assert.That((first.Error, second.Error), Is.EqualTo((default(Exception), default(Exception))));
        Assert.That((string?)renewals.Single()["body"]!["grant_type"], Is.EqualTo("refresh_token"));
        Assert.That(third.Error?.Message, Does.Contain($"run account consent {account}"));
        var state = (await engine.Get<AccountStore>().FindAsync(account, Deadline))!;
        Assert.That(state.Status, Is.EqualTo(AccountStatus.Failed));
        Assert.That(state.ErrorReason, Is.EqualTo(third.Error!.Message));
        Assert.That((await servers.Provider.RequestsAsync(Deadline)).Count, Is.EqualTo(asked), "the provider is not asked again");

        await servers.Provider.ResetAsync(Deadline);
        await ConsentAsync(engine, servers, account);
        Assert.That((await engine.SyncAsync(account, Deadline)).Error, Is.Null);
        AssertSecret(engine, (await engine.Get<ConsentStore>().FindAsync(account, Deadline))!);
    }

    [Test]
    public async Task A_client_that_saves_a_token_of_its_own_is_taken_at_its_word()
    {
        var servers = await TokenServers.StartAsync();
        await servers.Provider.ResetAsync(Deadline);
        await using var engine = await TestEngine.StartAsync(servers.Asking.Host, servers.Asking.ImapsPort, servers.Asking.Certificate.Certificate, Settings(servers));
        var account = await AddAsync(engine, servers, "user021");
        var store = engine.Get<AccountStore>();

        var before = (await store.FindForSyncAsync(account, Deadline))!.Incoming;
        await store.UpdateAsync(Draft(servers, "user021", account, new Secret("a token")), Deadline);
        var after = (await store.FindForSyncAsync(account, Deadline))!.Incoming;

        Assert.That((before.ConsentOf, after.ConsentOf), Is.EqualTo(((int?)account, default(int?))));
        Assert.That(after.Password.Reveal(), Is.EqualTo("a token"));
        await store.DeleteAsync(account, Deadline);
        Assert.That(await engine.Database.QueryAsync<int>("SELECT account_id FROM oauth_consent", new { }, Deadline), Is.Empty);
    }

    private static (string, string)[] Settings(Servers servers) =>
    [
        ("Mail:PinnedCertificates:127.0.0.1", $"{servers.Asking.CertificateFingerprint},{servers.Provider.Fingerprint}"),
        ("Mail:OAuth:openid:Authority", $"{servers.Provider.Origin}openid"),
        ("Mail:OAuth:openid:ClientId", "mail"),
        ("Mail:OAuth:openid:ClientSecret", "openid&secret%21"),
        ("Mail:OAuth:openid:Hosts:0", "127.0.0.1"),
    ];

    private static async Task<int> AddAsync(TestEngine engine, Servers servers, string user) => await engine.Get<AccountStore>().AddAsync(
        Draft(servers, user, 0, password: null) with { AssociateId = await engine.AddAssociateAsync($"owner of {user}") }, Deadline);

    private static AccountDraft Draft(Servers servers, string user, int account, Secret? password) => new()
    {
        AccountId = account,
        AssociateId = 1,
        EmailAddress = $"{user}@test.example",
        Incoming = new LoginDraft(new MailEndpoint(servers.Asking.Host, servers.Asking.ImapsPort, MailSecurity.Tls), MailLogin.OAuth, user, password),
        Consent = new ConsentDraft("openid", $"{user}@test.example", ConsentState.Missing),
    };

    private static async Task ConsentAsync(TestEngine engine, Servers servers, int account)
    {
        var consents = engine.Get<Consents>();
        var request = await consents.BeginAsync(account, IdentityProvider.Redirect, "state", Deadline);
        using var browser = servers.Provider.Browser();
        var query = System.Web.HttpUtility.ParseQueryString((await browser.FollowAsync(request.Address, Deadline)).Query);
        await consents.CompleteAsync(account, IdentityProvider.Redirect, query["code"]!, request.Proof, Deadline);
    }

    /// <summary>The token is no longer so new that a refusal would be no reason to replace it.</summary>
    private static Task AgeAsync(TestEngine engine) =>
        engine.Database.ExecuteAsync("UPDATE oauth_consent SET renewed_at = renewed_at - @milliseconds", new { milliseconds = 120_000 }, Deadline);

    private static void AssertSecret(TestEngine engine, StoredConsent consent)
    {
        foreach (var secret in (string[])[consent.AccessToken!.Reveal(), consent.Grant!.Reveal(), "openid&secret%21", "openid%26secret%2521"])
        {
            Assert.That(engine.Log.Lines, Has.None.Contains(secret));
        }
    }
}

using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>The part of the program that gets tokens, with a real identity provider and a clock of the test's own.</summary>
[Category(Tier.Servers)]
[NonParallelizable]
public abstract class TokenFixture
{
    private readonly List<IDisposable> _opened = [];
    private TestDatabase? _database;
    private SecretProtector _protector = null!;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private protected Servers Servers { get; private set; } = null!;

    private protected IdentityProvider Provider => Servers.Provider;

    /// <summary>The clock of our program; the provider has the machine's.</summary>
    protected ManualTimeProvider Time { get; private set; } = null!;

    private protected TestDatabase Database => _database!;

    /// <summary>The only process, unless a test makes another one.</summary>
    private protected TokenNode Node { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        Servers = await TokenServers.StartAsync();
        await Provider.ResetAsync(Deadline);
        Time = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + Skew);
        _database = await TestDatabase.MigratedAsync(Time);
        _protector = _database.Protector;
        Node = AddNode();
        await _database.Database.ExecuteAsync(
            """
            INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at)
            VALUES (1, 'a', 'A', '', '', '', 1, FALSE, 0)
            """,
            new { }, Deadline);
    }

    [TearDown]
    public async Task CloseAll()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
        {
            await TestContext.Out.WriteLineAsync($"The provider: {await Provider.SetAsync(new { }, CancellationToken.None)}");
        }

        _opened.ForEach(opened => opened.Dispose());
        _opened.Clear();
        _database?.Dispose();
    }

    /// <summary>By how much our clock is ahead of the provider's.</summary>
    protected virtual TimeSpan Skew => TimeSpan.Zero;

    /// <summary>The providers that the settings name.</summary>
    private protected virtual Dictionary<string, OAuthProviderOptions> Providers => new()
    {
        ["openid"] = OpenId("openid", "openid&secret%21"),
        ["jwt"] = OpenId("jwt", ""),
    };

    private protected OAuthProviderOptions OpenId(string face, string secret) => new()
    {
        Authority = new Uri(Provider.Origin, face), ClientId = "mail", ClientSecret = secret, Hosts = ["127.0.0.1"], Scopes = ["openid", "email", "offline_access", "mail"],
    };

    /// <summary>Another process on the same database.</summary>
    private protected TokenNode AddNode(TimeProvider? time = null)
    {
        var mail = new MailOptions { PinnedCertificates = { ["127.0.0.1"] = Provider.Fingerprint }, OAuth = Providers };
        var node = new TokenNode(_database!.OpenAnother(), _protector, mail, time ?? Time);
        _opened.Add(node);
        return node;
    }

    /// <summary>An account whose tokens come from a provider.</summary>
    private protected async Task<int> AddAccountAsync(string provider, string user, string? consenter = null, ConsentState state = ConsentState.Missing) =>
        await new AccountStore(Database.Database, _protector, Time).AddAsync(
            new AccountDraft
            {
                AssociateId = 1,
                EmailAddress = $"{user}@test.example",
                Incoming = new LoginDraft(new MailEndpoint("127.0.0.1", 993, MailSecurity.Tls), MailLogin.OAuth, user, Password: null),
                Consent = new ConsentDraft(provider, consenter ?? $"{user}@test.example", state),
            },
            Deadline);

    /// <summary>The owner consents in a browser.</summary>
    private protected async Task ConsentAsync(int accountId, TokenNode? node = null)
    {
        var request = await (node ?? Node).Consents.BeginAsync(accountId, IdentityProvider.Redirect, "the-state", Deadline);
        using var browser = Provider.Browser();
        var back = await browser.FollowAsync(request.Address, Deadline);
        var query = System.Web.HttpUtility.ParseQueryString(back.Query);
        Assert.That((query["error"], query["error_description"], query["state"]), Is.EqualTo((default(string), default(string), "the-state")));
        await (node ?? Node).Consents.CompleteAsync(accountId, IdentityProvider.Redirect, query["code"]!, request.Proof, Deadline);
    }

    private protected async Task<(int AccountId, Secret Token)> ConsentedAsync(string provider, string user)
    {
        var account = await AddAccountAsync(provider, user);
        await ConsentAsync(account);
        await Provider.SetAsync(new { requests = Array.Empty<object>() }, Deadline);
        return (account, await TokenAsync(account, user));
    }

    private protected async Task<Secret> TokenAsync(int accountId, string user, Secret? refused = null, TokenNode? node = null) =>
        await (node ?? Node).Tokens.GetAsync(accountId, "127.0.0.1", user, refused, Deadline);

    private protected async Task<MailServerException> RefusedAsync(int accountId, string user, string host = "127.0.0.1", TokenNode? node = null) =>
        (await Assert.ThrowsAsync<MailServerException>(() => (node ?? Node).Tokens.GetAsync(accountId, host, user, null, Deadline)))!;

    /// <summary>How often the provider was asked for a token.</summary>
    private protected async Task<int> RequestsAsync() => (await Provider.RequestsAsync(Deadline)).Count;
}

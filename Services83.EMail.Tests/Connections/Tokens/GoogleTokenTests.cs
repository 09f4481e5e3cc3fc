using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>Google's own library, unchanged, against a real provider.</summary>
[CancelAfter(60_000)]
public sealed class GoogleTokenTests : TokenFixture
{
    private string _key = "";

    private protected override Dictionary<string, OAuthProviderOptions> Providers => new()
    {
        ["google"] = Google(new() { ClientId = "mail", ClientSecret = "google-secret" }),
        ["workspace"] = Google(new() { ClientId = "mail", KeyFile = KeyFile(), AllMailboxes = true }),
    };

    [OneTimeTearDown]
    public void DeleteKey() => File.Delete(_key);

    [Test]
    public async Task A_consent_in_a_browser_is_renewed_with_the_same_refresh_token()
    {
        var (account, token) = await ConsentedAsync("google", "user001");
        var grant = (await Node.Store.FindAsync(account, Deadline))!.Grant!.Reveal();

        Time.Advance(TimeSpan.FromMinutes(58));
        var next = await TokenAsync(account, "user001");

        Assert.That(next.Reveal(), Is.Not.EqualTo(token.Reveal()));
        Assert.That((await Node.Store.FindAsync(account, Deadline))!.Grant!.Reveal(), Is.EqualTo(grant), "this provider issues one only once");
        Assert.That((string?)(await Provider.RequestsAsync(Deadline)).Single()["body"]!["grant_type"], Is.EqualTo("refresh_token"));
    }

    [Test]
    public async Task The_browser_is_sent_to_google_for_a_refresh_token_of_the_right_person()
    {
        var account = await AddAccountAsync("google", "user002");

        var query = System.Web.HttpUtility.ParseQueryString((await Node.Consents.BeginAsync(account, IdentityProvider.Redirect, "s", Deadline)).Address.Query);

        Assert.That(
            (query["access_type"], query["prompt"], query["scope"], query["login_hint"], query["code_challenge_method"], query["response_type"]),
            Is.EqualTo(("offline", "consent", "openid email https://mail.google.com/", "user002@test.example", "S256", "code")));
    }

    [Test]
    public async Task A_consent_that_was_withdrawn_is_told()
    {
        await Provider.SetAsync(new { life = 600 }, Deadline);
        var (account, _) = await ConsentedAsync("google", "user003");
        await Provider.SetAsync(new { revoke = "user003" }, Deadline);
        Time.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await RefusedAsync(account, "user003")).Message, Does.Contain($"run account consent {account}").And.Contain("invalid_grant"));
    }

    [Test]
    public async Task A_service_account_gets_the_token_of_each_mailbox()
    {
        var accounts = new[] { await AddAccountAsync("workspace", "user004@test.example", state: ConsentState.Given), await AddAccountAsync("workspace", "user005@test.example", state: ConsentState.Given) };

        var first = await TokenAsync(accounts[0], "user004@test.example");
        var second = await TokenAsync(accounts[1], "user005@test.example");
        var again = await TokenAsync(accounts[0], "user004@test.example");

        Assert.That(first.Reveal(), Is.Not.EqualTo(second.Reveal()));
        Assert.That(again.Reveal(), Is.EqualTo(first.Reveal()));
        Assert.That(await RequestsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_mailbox_that_the_service_account_may_not_use_is_told()
    {
        var account = await AddAccountAsync("workspace", "user006@elsewhere.example", state: ConsentState.Given);

        var error = await RefusedAsync(account, "user006@elsewhere.example");

        Assert.That(error.Message, Does.StartWith("The identity provider 'workspace' issues no token for user006@elsewhere.example: unauthorized_client: Client is unauthorized"));
    }

    [Test]
    public async Task There_are_no_codes_for_devices()
    {
        var account = await AddAccountAsync("google", "user007");

        Assert.That(await Node.Consents.AskByDeviceAsync(account, _ => Task.CompletedTask, Deadline), Is.False);
    }

    private OAuthProviderOptions Google(OAuthProviderOptions options)
    {
        (options.Kind, options.Authority, options.Hosts) = (OAuthProviderKind.Google, new Uri(Provider.Origin, "google"), ["127.0.0.1"]);
        return options;
    }

    private string KeyFile()
    {
        if (_key.Length == 0)
        {
            _key = Path.GetTempFileName();
            File.WriteAllText(_key, JsonSerializer.Serialize(new
            {
                type = "service_account", client_email = "mail@service.example", private_key_id = "one", private_key = Provider.ClientKeyPem,
            }));
        }

        return _key;
    }
}

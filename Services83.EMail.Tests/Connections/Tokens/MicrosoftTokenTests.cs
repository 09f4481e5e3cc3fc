using NUnit.Framework;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>Microsoft's own library, unchanged, against a real provider with the addresses and the scopes of Microsoft's.</summary>
[CancelAfter(60_000)]
public sealed class MicrosoftTokenTests : TokenFixture
{
    private string _certificate = "";

    private protected override Dictionary<string, OAuthProviderOptions> Providers => new()
    {
        ["device"] = Tenant("device"),
        ["secret"] = Tenant("secret", secret: "tenant-secret"),
        ["certificate"] = Tenant("certificate", certificate: CertificateFile()),
        ["organisation"] = Tenant("secret", secret: "tenant-secret", allMailboxes: true),
        ["certified"] = Tenant("certificate", certificate: CertificateFile(), allMailboxes: true),
        ["wrong"] = Tenant("secret", secret: "another-secret", allMailboxes: true),
    };

    [OneTimeTearDown]
    public void DeleteCertificate() => File.Delete(_certificate);

    [TestCase("secret")]
    [TestCase("certificate")]
    public async Task A_consent_in_a_browser_opens_the_mailbox_and_is_renewed(string provider)
    {
        var (account, token) = await ConsentedAsync(provider, "user001");
        Time.Advance(TimeSpan.FromMinutes(58));
        var next = await TokenAsync(account, "user001");

        await using var imap = await ImapClient.ConnectAsync(Servers.Judging.ImapOptions(LineSecurity.Tls), Deadline);
        await imap.AuthenticateAsync(MailCredentials.OAuth("user001", next.Reveal()), Deadline);

        Assert.That(imap.IsAuthenticated, Is.True);
        Assert.That(next.Reveal(), Is.Not.EqualTo(token.Reveal()));
        var request = (await Provider.RequestsAsync(Deadline)).Single();
        Assert.That((string?)request["path"], Is.EqualTo("/tenant/oauth2/v2.0/token"));
        Assert.That((string?)request["body"]!["grant_type"], Is.EqualTo("refresh_token"));
        Assert.That(((string)request["body"]!["scope"]!).Split(' '), Is.SupersetOf(["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access"]));
    }

    [Test]
    public async Task A_code_that_is_typed_into_a_browser_opens_the_mailbox_and_is_renewed()
    {
        var account = await AddAccountAsync("device", "user002");
        await Provider.SetAsync(new { user = "user002" }, Deadline);

        var asked = await Node.Consents.AskByDeviceAsync(
            account,
            async prompt =>
            {
                using var browser = Provider.Browser();
                await browser.TypeCodeAsync(prompt.Address, prompt.Code, Deadline);
            },
            Deadline);
        var token = await TokenAsync(account, "user002");
        Time.Advance(TimeSpan.FromMinutes(58));

        Assert.That(asked, Is.True);
        Assert.That((await TokenAsync(account, "user002")).Reveal(), Is.Not.EqualTo(token.Reveal()));
    }

    [Test]
    public async Task A_consent_that_was_withdrawn_is_told()
    {
        await Provider.SetAsync(new { life = 600 }, Deadline);
        var (account, _) = await ConsentedAsync("secret", "user003");
        await Provider.SetAsync(new { revoke = "user003" }, Deadline);
        Time.Advance(TimeSpan.FromMinutes(10));

        var error = await RefusedAsync(account, "user003");

        Assert.That(error.Message, Does.Contain($"run account consent {account}").And.Contain("invalid_grant"));
        Assert.That((await Node.Store.FindAsync(account, Deadline))!.State, Is.EqualTo(ConsentState.Withdrawn));
    }

    [Test]
    public async Task The_consent_of_somebody_else_is_refused()
    {
        var account = await AddAccountAsync("secret", "user004");
        await Provider.SetAsync(new { user = "user005" }, Deadline);

        var error = await Assert.ThrowsAsync<ConsentException>(() => ConsentAsync(account));

        Assert.That(error!.Message, Does.Contain("given by user005@test.example").And.Contain("user004@test.example"));
    }

    [TestCase("organisation")]
    [TestCase("certified")]
    public async Task The_program_gets_one_token_for_all_mailboxes_of_an_organisation(string provider)
    {
        var first = await AddAccountAsync(provider, "user006", state: ConsentState.Given);
        var second = await AddAccountAsync(provider, "user007", state: ConsentState.Given);

        var tokens = new[] { await TokenAsync(first, "user006"), await TokenAsync(second, "user007"), await TokenAsync(first, "user006") };

        Assert.That(tokens.Select(token => token.Reveal()).Distinct().Count(), Is.EqualTo(1));
        var request = (await Provider.RequestsAsync(Deadline)).Single()["body"]!;
        Assert.That((string?)request["grant_type"], Is.EqualTo("client_credentials"));
        Assert.That((string?)request["scope"], Is.EqualTo("https://outlook.office365.com/.default"));
    }

    [Test]
    public async Task A_wrong_secret_is_told_and_is_nobodys_consent()
    {
        var account = await AddAccountAsync("wrong", "user008", state: ConsentState.Given);

        var error = await RefusedAsync(account, "user008");

        Assert.That(error.Message, Does.StartWith("The identity provider 'wrong' issues no token for user008: invalid_client"));
        Assert.That(error.IsTransient, Is.False);
        Assert.That((await Node.Store.FindAsync(account, Deadline))!.State, Is.EqualTo(ConsentState.Given));
    }

    private OAuthProviderOptions Tenant(string client, string secret = "", string certificate = "", bool allMailboxes = false) => new()
    {
        Kind = OAuthProviderKind.Microsoft,
        Authority = Provider.Origin,
        Tenant = "tenant",
        ClientId = client,
        ClientSecret = secret,
        CertificateFile = certificate,
        AllMailboxes = allMailboxes,
        Hosts = ["127.0.0.1"],
    };

    private string CertificateFile()
    {
        if (_certificate.Length == 0)
        {
            _certificate = Path.GetTempFileName();
            File.WriteAllText(_certificate, Provider.ClientPem);
        }

        return _certificate;
    }
}

using System.Security.Cryptography;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Engines.Mailbox.NamedServer;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

/// <summary>Accounts whose mailbox is opened by an OAuth 2.0 access token, on a real server that judges the token.</summary>
/// <param name="mechanisms">The login mechanisms for tokens that the server offers.</param>
[Category(Tier.Servers)]
[TestFixture("xoauth2")]
[TestFixture("oauthbearer")]
[TestFixture("oauthbearer xoauth2")]
[CancelAfter(60_000)]
public sealed class TokenAccountTests(string mechanisms) : NamedServerFixture(RealServer.Dovecot)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    protected override DovecotOptions Options => new() { TokenKey = Key, TokenMechanisms = mechanisms };

    [TestCase("XOAUTH2")]
    [TestCase("OAuth2")]
    public async Task A_valid_token_opens_the_mailbox_and_is_stored_encrypted(string authType)
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter($"by token {authType}"));
        var token = AccessToken.Issue(Key, user, TimeSpan.FromHours(1));
        var account = await SaveAsync(user, authType, token);

        Assert.That(await GetAsync<bool>(Anna, "TestAuthenticate"), Is.True);
        await SyncAsync(Anna, account.EMailAccountId);

        Assert.That(await FindAsync(Anna, $"by-token-{authType}@test.example"), Is.Not.Null);
        Assert.That(account.IncomingCredentials!.Password, Is.Null);
        Assert.That(await Server.Database.QueryAsync<string>("SELECT secret FROM service_auth", new { }, Deadline), Has.None.Contains(token));
        Assert.That(Server.Replies, Has.None.Contains(token));
        Assert.That(Server.Log.Lines, Has.None.Contains(token));
    }

    [Test]
    public async Task A_token_that_has_run_out_is_refused_with_what_the_server_says_about_it()
    {
        var user = TakeUser();
        await SaveAsync(user, "XOAUTH2", AccessToken.Issue(Key, user, TimeSpan.FromHours(-1)));

        var reply = Succeeded(await CallAsync(Anna, "TestAuthenticate"));

        Assert.That(reply.Read<bool>(), Is.False);
        Assert.That(reply.ExtraInfo["Reason"], Does.Contain("refused the credentials").And.Contain("\"status\""));
    }

    [Test]
    public async Task A_token_of_somebody_else_and_one_that_is_forged_open_nothing()
    {
        var (robbed, forged) = (TakeUser(), TakeUser());
        await SaveAsync(robbed, "XOAUTH2", AccessToken.Issue(Key, TakeUser(), TimeSpan.FromHours(1)));
        Assert.That(await GetAsync<bool>(Anna, "TestAuthenticate"), Is.False);

        await SaveAsync(forged, "XOAUTH2", AccessToken.Issue([.. Key.Reverse()], forged, TimeSpan.FromHours(1)));
        Assert.That(await GetAsync<bool>(Anna, "TestAuthenticate"), Is.False);
    }

    [Test]
    public async Task Pop3_takes_a_token_too()
    {
        var user = TakeUser();
        var options = new Pop3ConnectionOptions { Host = Dovecot.Host, Port = Dovecot.Pop3sPort, Trust = TlsTrust.Pinned(Dovecot.CertificateFingerprint) };
        await using var client = await Pop3Client.ConnectAsync(options, Deadline);
        await using var refused = await Pop3Client.ConnectAsync(options, Deadline);

        await client.AuthenticateAsync(MailCredentials.OAuth(user, AccessToken.Issue(Key, user, TimeSpan.FromHours(1))), Deadline);
        var error = await Assert.ThrowsAsync<Pop3AuthenticationException>(
            () => refused.AuthenticateAsync(MailCredentials.OAuth(user, AccessToken.Issue(Key, user, TimeSpan.FromHours(-1))), Deadline));

        Assert.That(await client.ListAsync(withSizes: false, Deadline), Is.Empty);
        Assert.That(error!.Message, Does.Contain("\"status\""));
    }

    [Test]
    public async Task A_call_that_names_the_server_gives_a_token_as_a_password_that_begins_with_Bearer()
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("for the bearer"));
        var (valid, expired) = (AccessToken.Issue(Key, user, TimeSpan.FromHours(1)), AccessToken.Issue(Key, user, TimeSpan.FromHours(-1)));

        var count = await ReadAsync<int>("GetFolderEMailCount", Named(user, password: $"Bearer {valid}"));
        var asPassword = Succeeded(await AskAsync("AuthenticateIncoming", Named(user, password: valid)));
        var late = Succeeded(await AskAsync("AuthenticateIncoming", Named(user, password: $"bearer {expired}")));
        var none = Refused(await AskAsync("AuthenticateIncoming", Named(user, password: "Bearer two words")), "InvalidArgument");

        Assert.That(count, Is.EqualTo(1));
        Assert.That(asPassword.Read<bool>(), Is.False);
        Assert.That(late.Read<bool>(), Is.False);
        Assert.That(late.ExtraInfo["Reason"], Does.Contain("\"status\""));
        Assert.That(none.Parameters!["argument"], Is.EqualTo("Password"));
        Assert.That(Server.Replies.Concat(Server.Log.Lines), Has.None.Contains(valid).And.None.Contains(expired).And.None.Contains("two words"));
    }

    private async Task<EMailAccount> SaveAsync(string user, string authType, string token) => (await GetAsync<EMailAccount>(
        Anna,
        "SaveEMailAccount",
        ("EMailAccount", new EMailAccount
        {
            EMailAddress = $"{user}@test.example",
            IncomingCredentials = new ServiceAuth
            {
                Server = Dovecot.Host,
                Port = Dovecot.ImapsPort,
                AuthType = authType,
                Username = user,
                Password = token,
            },
        })))!;
}

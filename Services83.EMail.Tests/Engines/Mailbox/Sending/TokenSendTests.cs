using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>Accounts that log in to the server for outgoing mail by an OAuth 2.0 access token, which the server judges.</summary>
[Category(Tier.Servers)]
public sealed class TokenSendTests : SendingFixture
{
    [TestCase("XOAUTH2")]
    [TestCase("OAuth2")]
    public async Task A_token_that_the_server_knows_sends(string authType)
    {
        var (user, to) = (NextUser(), NextUser());
        var token = TokenOf(user);
        var email = await LetterThroughAsync(user, to, authType, token);

        Assert.That(await GetAsync<bool>(Anna, "TestAuthenticate"), Is.True);
        Succeeded(await SendAsync(email));

        Assert.That((await ReadAsync(to)).Single().Subject, Is.EqualTo("by token"));
        Assert.That(await ReadPushedAsync(user), Has.Count.EqualTo(1));
        Assert.That(Smtp.Deliveries.Last(delivery => delivery.User == user).From, Is.EqualTo(AddressOf(user)));
        Assert.That(Server.Log.Lines, Has.Some.Contains("AUTH XOAUTH2 ***"));
        AssertSecret(user, token);
    }

    [TestCase(20)]
    [TestCase(600)]
    public async Task A_token_that_the_server_refuses_sends_nothing_and_is_told_in_its_words(int length)
    {
        var (user, to) = (NextUser(), NextUser());
        // The longer one does not fit into the command and is sent when the server asks for it.
        var token = "run-out-" + new string('x', length);
        var email = await LetterThroughAsync(user, to, "XOAUTH2", token);

        var tested = Succeeded(await CallAsync(Anna, "TestAuthenticate"));
        var error = Refused(await SendAsync(email), "MailServer");

        Assert.That(tested.Read<bool>(), Is.False);
        foreach (var text in (string?[])[tested.ExtraInfo["Reason"], error.Message])
        {
            Assert.That(text, Does.Contain("refused the credentials: 535").And.Contain("\"status\": \"401\""));
        }

        Assert.That(error.Message, Does.StartWith("Emails[0] was not sent."));
        Assert.That(await ReadAsync(to), Is.Empty);
        Assert.That(await ReadAsync(user, "Sent"), Is.Empty);
        AssertSecret(user, token);

        // A new token is all that is needed; the same message goes out once.
        await SaveAsync(user, "XOAUTH2", TokenOf(user), email.AccountId);
        Succeeded(await SendAsync(email));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(1));
    }

    /// <summary>The carriers with a server have no member for the kind of login, so the password says that it is a token.</summary>
    [Test]
    public async Task A_token_for_a_named_server_is_one_only_if_it_says_so()
    {
        var user = NextUser();
        var token = TokenOf(user);

        var named = await LogInAsync($"Bearer {token}");
        var unnamed = await LogInAsync(token);

        Assert.That(named.Read<bool>(), Is.True);
        Assert.That(unnamed.Read<bool>(), Is.False);
        Assert.That(unnamed.ExtraInfo["Reason"], Does.Contain("535"));
        AssertSecret(user, token);

        async Task<SoapReply> LogInAsync(string password) => Succeeded(await CallAsync(Anna, "AuthenticateOutgoing", ("ConnectionInfo", new EMailConnectionInfo
        {
            ServerName = $"{Smtp.Host}:{Smtp.TlsPort}",
            UserName = user,
            Password = password,
            UseSSL = true,
        })));
    }

    private static string TokenOf(string user) => $"token-{user}";

    private async Task<EMailEntity> LetterThroughAsync(string user, string to, string authType, string token)
    {
        var email = Letter("by token", AddressOf(to));
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        email.AccountId = (await SaveAsync(user, authType, token)).EMailAccountId;
        await SyncAsync(Anna, email.AccountId);
        return email;
    }

    private async Task<EMailAccount> SaveAsync(string user, string authType, string token, int id = 0) => (await GetAsync<EMailAccount>(
        Anna, "SaveEMailAccount", ("EMailAccount", new EMailAccount
        {
            EMailAccountId = id,
            EMailAddress = AddressOf(user),
            IncomingCredentials = new ServiceAuth { Server = Mailboxes.Host, Port = Mailboxes.ImapsPort, Username = user, Password = DovecotServer.Password(user) },
            OutgoingCredentials = new ServiceAuth { Server = Smtp.Host, Port = Smtp.TlsPort, AuthType = authType, Username = user, Password = token },
        })))!;

    /// <summary>Neither the token nor what the protocol makes of it is in a reply or in the log.</summary>
    private void AssertSecret(string user, string token)
    {
        string[] secrets = [token, Base64(token), Base64($"user={user}\u0001auth=Bearer {token}\u0001\u0001"), Base64($"\0{user}\0{token}")];
        foreach (var secret in secrets)
        {
            Assert.That(Server.Log.Lines, Has.None.Contains(secret));
            Assert.That(Server.Replies, Has.None.Contains(secret));
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

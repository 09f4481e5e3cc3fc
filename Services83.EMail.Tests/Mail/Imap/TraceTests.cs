using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>In whatever form a secret is sent to the server, and wherever the server repeats it, neither the log nor an error shows
/// it.</summary>
[CancelAfter(30_000)]
public sealed class TraceTests
{
    private const string Password = "Gr\u00fcn-s3cret";
    private const string Token = "ya29.t0ken-of-somebody";

    [Test]
    public async Task No_way_to_log_in_shows_the_secret(
        [Values("", "AUTH=PLAIN", "AUTH=PLAIN SASL-IR", "AUTH=XOAUTH2", "AUTH=XOAUTH2 SASL-IR", "LITERAL+")] string capabilities,
        CancellationToken cancellationToken)
    {
        var isOAuth = capabilities.StartsWith("AUTH=XOAUTH2", StringComparison.Ordinal);
        var credentials = isOAuth ? MailCredentials.OAuth("me", Token) : MailCredentials.Password("me", Password);
        var log = new ListLogger();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync(capabilities);
            await LogInAsync(session);
            await session.AnswerAsync("SELECT", "* 3 EXISTS\r\nTAG OK\r\n");
            var tag = await session.ExpectAsync("IDLE");
            var echo = Utf8($"{Password} {Token} {Base64(isOAuth)}");
            await session.SendAsync($"+ idling for {echo}\r\n* OK [ALERT] {echo}\r\n* XYZZY {echo}\r\n* 4 EXISTS\r\n");
            await session.ReadLineAsync();
            await session.SendAsync($"{tag} OK [{echo}] {echo}\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);

        await client.AuthenticateAsync(credentials, cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);
        await client.WaitForChangesAsync(cancellationToken);

        Assert.That(log.Text, Does.Not.Contain(isOAuth ? Token : Password));
        Assert.That(log.Text, Does.Not.Contain(Base64(isOAuth)));
        Assert.That(log.Text, Does.Contain("C: DONE"));
        Assert.That(log.Text, Does.Contain("***"));
    }

    [TestCase("* FLAGS ECHO\r\n", "invalid response")]
    [TestCase("ECHO OK\r\n", "answered a command")]
    [TestCase("* BYE ECHO\r\n", "ended the session")]
    [TestCase("TAG NO [ECHO] ECHO\r\n", "refused")]
    [TestCase("TAG BAD ECHO\r\n", "refused")]
    public async Task No_error_shows_what_the_server_repeats(string answer, string expected, CancellationToken cancellationToken)
    {
        const string secret = "s3cret-0123456789-0123456789";
        var log = new ListLogger();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("LOGIN", "TAG OK [CAPABILITY IMAP4rev1] in\r\n");
            await session.AnswerAsync("NOOP", answer.Replace("ECHO", secret, StringComparison.Ordinal));
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);
        await client.AuthenticateAsync(MailCredentials.Password("me", secret), cancellationToken);

        Func<Task> act = () => client.NoopAsync(cancellationToken);
        var error = await Assert.CatchAsync<ImapException>(act);

        Assert.That(error.Message, Does.Contain(expected));
        Assert.That(error + log.Text + (error as ImapCommandException)?.ResponseCode, Does.Not.Contain("s3cret").IgnoreCase);
    }

    [Test]
    public async Task No_half_of_a_secret_is_left_where_a_long_line_is_cut(CancellationToken cancellationToken)
    {
        const string secret = "s3cret-0123456789-0123456789";
        var log = new ListLogger();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("LOGIN", "TAG OK [CAPABILITY IMAP4rev1] in\r\n");
            await session.AnswerAsync("NOOP", $"* OK {string.Concat(Enumerable.Repeat(secret, 1000))}\r\nTAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);
        await client.AuthenticateAsync(MailCredentials.Password("me", secret), cancellationToken);

        await client.NoopAsync(cancellationToken);

        Assert.That(log.Text, Does.Not.Contain("s3c").IgnoreCase);
        Assert.That(log.Text, Does.Contain("******"));
    }

    /// <summary>Answers any kind of login with OK.</summary>
    private static async Task LogInAsync(ScriptedSession session)
    {
        var line = await session.ReadLineAsync();
        var tag = line[..line.IndexOf(' ')];
        var isComplete = line.Contains("AUTHENTICATE", StringComparison.Ordinal) && line.Split(' ').Length > 3;
        if (!isComplete)
        {
            if (!line.EndsWith("+}", StringComparison.Ordinal))
            {
                await session.SendAsync("+ \r\n");
            }

            await session.ReadLineAsync();
        }
        await session.SendAsync($"{tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n");
    }

    private static string Base64(bool isOAuth) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(isOAuth ? $"user=me\u0001auth=Bearer {Token}\u0001\u0001" : $"\0me\0{Password}"));

    /// <summary>The bytes of UTF-8, one character each, for a session that sends Latin-1.</summary>
    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}

using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(30_000)]
public sealed class SecurityTests
{
    private const string Secret = "s3cret-\"pass\\word";
    private static readonly MailCredentials Credentials = MailCredentials.Password("someone", Secret);

    private readonly TestCertificate _certificate = TestCertificate.ForLoopback();

    [OneTimeTearDown]
    public void Dispose() => _certificate.Dispose();

    [TestCase("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")]
    [TestCase("A1 OK injected\r\n")]
    public async Task What_is_sent_in_clear_along_with_the_answer_to_starttls_is_refused(string injected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("STARTTLS");
            await session.AnswerAsync("STARTTLS", "TAG OK begin\r\n" + injected);
            await session.HangAsync();
        });

        var act = () => ImapClient.ConnectAsync(WithTls(server, LineSecurity.StartTls), cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapProtocolException>(act)).Message, Does.Contain("before TLS"));
    }

    [Test]
    public async Task Capabilities_from_before_tls_are_forgotten(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("STARTTLS LOGINDISABLED X-FORGED");
            await session.AnswerAsync("STARTTLS", "TAG OK begin\r\n");
            await session.StartTlsAsync(_certificate);
            await session.AnswerAsync("CAPABILITY", "* CAPABILITY IMAP4rev1 X-REAL\r\nTAG OK\r\n");
            await session.HangAsync();
        });

        await using var client = await ImapClient.ConnectAsync(WithTls(server, LineSecurity.StartTls), cancellationToken);

        Assert.That(client.IsEncrypted, Is.True);
        Assert.That(client.Capabilities.Names, Is.EquivalentTo(new[] { "IMAP4rev1", "X-REAL" }));
    }

    [TestCase("* OK [CAPABILITY IMAP4rev1] ready\r\n", "does not offer STARTTLS")]
    [TestCase("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n", "skips the login")]
    public async Task Without_starttls_the_line_is_not_used_in_clear(string greeting, string expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.SendAsync(greeting);
            await session.HangAsync();
        });

        var error = await Assert.CatchAsync<ImapConnectionException>(
            () => ImapClient.ConnectAsync(WithTls(server, LineSecurity.StartTls), cancellationToken));

        Assert.That(error.Message, Does.Contain(expected));
        Assert.That(error.IsTransient, Is.False);
    }

    [Test]
    public async Task A_certificate_that_does_not_match_is_a_permanent_error_that_says_why(
        [Values("pin", "system", "name")] string rule, CancellationToken cancellationToken)
    {
        using var other = TestCertificate.For("mail.example.com");
        var presented = rule == "name" ? other : _certificate;
        await using var server = ScriptedImapServer.Start(session => session.StartTlsAsync(presented));
        var (trust, expected) = rule switch
        {
            "pin" => (TlsTrust.Pinned(other.Fingerprint), $"its SHA-256 fingerprint is {_certificate.Fingerprint}, pinned is {other.Fingerprint}"),
            "name" => (TlsTrust.System, "it is for mail.example.com, not for 127.0.0.1"),
            _ => (TlsTrust.System, "its chain is not trusted: its issuer is not trusted on this machine (subject CN=test server"),
        };

        var error = await Assert.CatchAsync<ImapConnectionException>(
            () => ImapClient.ConnectAsync(WithTls(server, LineSecurity.Tls) with { Trust = trust }, cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain(expected));
    }

    [Test]
    public async Task A_certificate_is_accepted_by_its_pin_however_that_is_written([Values] bool withColons, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.StartTlsAsync(_certificate);
            await session.GreetAsync();
            await session.HangAsync();
        });
        var pin = withColons
            ? string.Join(':', _certificate.Fingerprint.Chunk(2).Select(pair => new string(pair))).ToLowerInvariant()
            : _certificate.Fingerprint;

        await using var client = await ImapClient.ConnectAsync(WithTls(server, LineSecurity.Tls) with { Trust = TlsTrust.Pinned(pin) }, cancellationToken);

        Assert.That(client.IsEncrypted, Is.True);
    }

    [Test]
    public async Task Credentials_are_never_sent_in_clear_unless_allowed(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=PLAIN");
            // If the client had sent anything before this, the script would fail.
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { AllowCleartextLogin = false }, cancellationToken);

        var error = await Assert.CatchAsync<ImapAuthenticationException>(() => client.AuthenticateAsync(Credentials, cancellationToken));
        await client.NoopAsync(cancellationToken);

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("not encrypted"));
    }

    [Test]
    public async Task A_server_with_logindisabled_gets_no_password(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("LOGINDISABLED");
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.CatchAsync<ImapAuthenticationException>(() => client.AuthenticateAsync(Credentials, cancellationToken));
        await client.NoopAsync(cancellationToken);
    }

    [TestCase("AUTH=PLAIN SASL-IR", "AUTHENTICATE PLAIN AHNvbWVvbmUAczNjcmV0LSJwYXNzXHdvcmQ=")]
    [TestCase("", "LOGIN \"someone\" \"s3cret-\\\"pass\\\\word\"")]
    public async Task A_refused_password_is_permanent_and_shown_nowhere(string capabilities, string command, CancellationToken cancellationToken)
    {
        var log = new ListLogger();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync(capabilities);
            // A server that repeats the secret in every form.
            await session.AnswerAsync(command, $"* NO [ALERT] {Secret}?\r\nTAG NO [AUTHENTICATIONFAILED] bad: {Secret} {command}\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);

        var error = await Assert.CatchAsync<ImapAuthenticationException>(() => client.AuthenticateAsync(Credentials, cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("bad: ***"));
        string[] forms = [Secret, "s3cret", "AHNvbWVvbmUA"];
        foreach (var form in forms)
        {
            Assert.That(error.ToString(), Does.Not.Contain(form));
            Assert.That(log.Text, Does.Not.Contain(form));
        }
        Assert.That(log.Text, Does.Contain("***"));
        Assert.That(Credentials.ToString(), Is.EqualTo("someone"));
    }

    [TestCase("NO [UNAVAILABLE] directory is down", true)]
    [TestCase("NO [LIMIT] too many", true)]
    [TestCase("BAD not now", false)]
    public async Task A_server_that_cannot_check_is_no_wrong_password(string answer, bool transient, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("LOGIN", $"TAG {answer}\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapCommandException>(() => client.AuthenticateAsync(Credentials, cancellationToken))).IsTransient, Is.EqualTo(transient));
    }

    [Test]
    public async Task A_password_beyond_ascii_goes_as_a_literal(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            var tag = await session.ExpectAsync("LOGIN \"me\" {5}");
            await session.SendAsync("+ go\r\n");
            Assert.That(await session.ReadLineAsync(), Is.EqualTo("gr\u00c3\u00bcn"));
            await session.SendAsync($"{tag} OK [CAPABILITY IMAP4rev1 X-IN] in\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await client.AuthenticateAsync(MailCredentials.Password("me", "grün"), cancellationToken);

        Assert.That(client.IsAuthenticated, Is.True);
        Assert.That(client.Capabilities.Has("X-IN"), Is.True);
    }

    [Test]
    public async Task No_text_can_smuggle_in_a_command(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("CREATE \"a&AA0ACg-A1 DELETE x\"", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await client.CreateAsync("a\r\nA1 DELETE x", cancellationToken);
        string[] flags = ["a b", "a)", "", "\\", "grün", "a\r\n", "{1}"];
        foreach (var flag in flags)
        {
            await Assert.CatchAsync<ArgumentException>(() => client.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, [flag], null, cancellationToken));
        }
    }

    private ImapConnectionOptions WithTls(ScriptedImapServer server, LineSecurity security) =>
        server.Options with { Security = security, Trust = TlsTrust.Pinned(_certificate.Fingerprint) };
}

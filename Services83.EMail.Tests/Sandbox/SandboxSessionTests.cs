using System.Net.Security;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>Connecting, TLS, logging in and out, and what the log makes of it.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxSessionTests : SandboxFixture
{
    [Test]
    public async Task The_greeting_names_what_can_be_done_before_login()
    {
        await using var client = await ConnectAsync();

        Assert.That(client.Greeting, Does.StartWith("* OK [CAPABILITY IMAP4rev1 "));
        Assert.That(client.Greeting, Does.Contain(" STARTTLS AUTH=PLAIN AUTH=LOGIN]").And.Not.Contain("QRESYNC"));
    }

    [Test]
    public async Task Login_gives_the_whole_list_of_capabilities()
    {
        await using var client = await ConnectAsync();

        var reply = await client.RunAsync("LOGIN \"anna\" {6+}\r\nsecret", Deadline);

        Assert.That(reply[^1], Does.StartWith("OK [CAPABILITY ").And.Contain("QRESYNC"));
        Assert.That(await client.OkAsync("CAPABILITY", Deadline), Is.EqualTo(new[] { "* CAPABILITY " + string.Join(' ', SandboxCapabilities.Full) }));
    }

    [Test]
    public async Task A_synchronizing_literal_is_invited()
    {
        await using var client = await ConnectAsync();

        var tag = await client.SendAsync("LOGIN {4}", Deadline);
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("+ OK"));
        await client.SendRawAsync("anna secret\r\n", Deadline);

        Assert.That((await client.ReadReplyAsync(tag, Deadline))[^1], Does.StartWith("OK"));
    }

    [TestCase("LOGIN anna wrong")]
    [TestCase("LOGIN nobody secret")]
    [TestCase("AUTHENTICATE PLAIN AGFubmEAd3Jvbmc=")]
    public async Task A_wrong_password_or_user_is_refused_and_the_line_stays_usable(string command)
    {
        await using var client = await ConnectAsync();

        Assert.That((await client.RunAsync(command, Deadline))[^1], Does.StartWith("NO [AUTHENTICATIONFAILED]"));
        await client.OkAsync("LOGIN anna secret", Deadline);
    }

    [Test]
    public async Task Sasl_plain_works_with_and_without_initial_response()
    {
        var response = Convert.ToBase64String("\0anna\0secret"u8);
        await using var one = await ConnectAsync();
        await one.OkAsync("AUTHENTICATE PLAIN " + response, Deadline);
        await using var other = await ConnectAsync();
        var tag = await other.SendAsync("AUTHENTICATE PLAIN", Deadline);
        Assert.That(await other.ReadLineAsync(Deadline), Is.EqualTo("+ "));
        await other.SendRawAsync(response + "\r\n", Deadline);

        Assert.That((await other.ReadReplyAsync(tag, Deadline))[^1], Does.StartWith("OK"));
        Assert.That(Server.Log.SessionsPeak("anna"), Is.EqualTo(2));
    }

    [Test]
    public async Task Sasl_login_asks_for_user_and_password()
    {
        await using var client = await ConnectAsync();
        var tag = await client.SendAsync("AUTHENTICATE LOGIN", Deadline);
        foreach (var answer in new[] { "anna", "secret" })
        {
            Assert.That(await client.ReadLineAsync(Deadline), Does.StartWith("+ "));
            await client.SendRawAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(answer)) + "\r\n", Deadline);
        }

        Assert.That((await client.ReadReplyAsync(tag, Deadline))[^1], Does.StartWith("OK"));
    }

    [Test]
    public async Task Starttls_protects_the_line_with_a_certificate_for_the_chosen_host()
    {
        await StartAsync(new SandboxOptions { CertificateHost = "mail.elsewhere.example" });
        await using var client = await ConnectAsync();
        await client.OkAsync("STARTTLS", Deadline);

        var errors = await client.UpgradeAsync("localhost", Deadline);

        Assert.That(errors, Is.EqualTo(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors));
        await client.OkAsync("LOGIN anna secret", Deadline);
        Assert.That((await client.RunAsync("STARTTLS", Deadline))[^1], Does.StartWith("BAD"));
    }

    [Test]
    public async Task Implicit_tls_works_and_only_the_missing_trust_is_held_against_the_certificate()
    {
        await using var client = await ImapLineClient.ConnectAsync(Server.TlsPort, Deadline, tls: true);

        Assert.That(client.Greeting, Does.Not.Contain("STARTTLS"));
        await client.OkAsync("LOGIN anna secret", Deadline);
        Assert.That(Server.Certificate.HasPrivateKey, Is.False);
        Assert.That(Server.Certificate.MatchesHostname("localhost"), Is.True);
    }

    [Test]
    public async Task Without_tls_passwords_can_be_refused()
    {
        await StartAsync(new SandboxOptions { RequireTls = true });
        await using var client = await ConnectAsync();

        Assert.That(client.Greeting, Does.Contain("LOGINDISABLED").And.Not.Contain("AUTH="));
        Assert.That((await client.RunAsync("LOGIN anna secret", Deadline))[^1], Does.StartWith("NO [PRIVACYREQUIRED]"));
    }

    [Test]
    public async Task Octets_sent_before_the_handshake_are_not_taken_for_protected_ones()
    {
        await using var client = await ConnectAsync();
        await client.SendRawAsync("a STARTTLS\r\nb LOGIN anna secret\r\n", Deadline);
        await client.ReadReplyAsync("a", Deadline);

        await client.UpgradeAsync("localhost", Deadline);

        Assert.That((await client.RunAsync("NOOP", Deadline))[^1], Does.StartWith("OK"));
        Assert.That(Server.Log.Count("LOGIN"), Is.Zero);
    }

    [Test]
    public async Task Passwords_never_reach_the_log()
    {
        await using var client = await ConnectAsync();
        await client.RunAsync("LOGIN anna {6+}\r\nsecret", Deadline);
        await using var other = await ConnectAsync();
        await other.RunAsync("AUTHENTICATE PLAIN AGFubmEAc2VjcmV0", Deadline);

        Assert.That(Server.Log.ToString(), Does.Contain("LOGIN anna ***").And.Contain("AUTHENTICATE PLAIN ***"));
        Assert.That(Server.Log.ToString(), Does.Not.Contain("secret").And.Not.Contain("AGFubmEAc2VjcmV0"));
    }

    [Test]
    public async Task Connections_and_commands_are_counted()
    {
        await using (var one = await LogInAsync())
        await using (var other = await LogInAsync("bob"))
        {
            await one.OkAsync("NOOP", Deadline);
            await one.OkAsync("LOGOUT", Deadline);
            Assert.That(await one.ReadLineAsync(Deadline), Is.Null);
        }
        await using var third = await LogInAsync();

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(3));
        Assert.That(Server.Log.ConnectionsPeak, Is.EqualTo(2).Or.EqualTo(3));
        Assert.That(Server.Log.SessionsPeak("anna"), Is.EqualTo(1));
        Assert.That(Server.Log.Count("NOOP"), Is.EqualTo(1));
        Assert.That(Server.Log.Entries[^1].ToString(), Is.EqualTo("[3] LOGIN anna ***"));
    }

    [TestCase("FOO", "BAD Unknown command")]
    [TestCase("SELECT INBOX", "BAD Command not allowed")]
    [TestCase("LIST (", "BAD Missing ')'")]
    [TestCase("LOGIN \"anna", "BAD Missing '\"'")]
    [TestCase("LOGIN anna", "BAD Missing argument")]
    [TestCase("LOGIN {2147483647} x", "BAD Invalid literal")]
    [TestCase("LOGIN {x} y", "BAD Invalid literal")]
    [TestCase("LOGIN ((((((((((((((((((", "BAD Too many nested lists")]
    [TestCase("LOGIN a b c", "BAD Too many arguments")]
    [TestCase("LOGIN (a) b", "BAD String expected")]
    [TestCase("AUTHENTICATE PLAIN ?", "BAD Invalid base64")]
    [TestCase("AUTHENTICATE SCRAM", "NO Unsupported")]
    [TestCase("UID", "BAD")]
    public async Task What_makes_no_sense_is_a_bad_and_the_line_stays_usable(string command, string reply)
    {
        await using var client = await ConnectAsync();

        Assert.That(await client.RunAsync(command, Deadline), Has.Some.Contains(reply));
        await client.OkAsync("NOOP", Deadline);
    }

    [Test]
    public async Task Commands_of_extensions_that_are_not_offered_are_unknown()
    {
        await StartAsync(new SandboxOptions { Capabilities = SandboxCapabilities.Basic });
        await using var client = await SelectAsync();

        string[] commands =
        [
            "ENABLE CONDSTORE", "UID MOVE 1 Trash", "UID EXPUNGE 1", "STATUS INBOX (HIGHESTMODSEQ)", "LIST \"\" * RETURN (STATUS (MESSAGES))",
            "FETCH 1 MODSEQ", "FETCH 1 FLAGS (CHANGEDSINCE 1)", "STORE 1 (UNCHANGEDSINCE 1) FLAGS (x)", "SEARCH MODSEQ 1", "SELECT INBOX (CONDSTORE)",
        ];
        foreach (var command in commands)
        {
            Assert.That((await client.RunAsync(command, Deadline))[^1], Does.StartWith("BAD"), command);
        }
    }

    [Test]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        await using var client = await ConnectAsync();

        await client.SendRawAsync("a NOOP\r\nb CAPABILITY\r\nc NOOP\r\n", Deadline);

        Assert.That(await client.ReadReplyAsync("c", Deadline), Has.Exactly(1).StartsWith("a OK").And.Exactly(1).StartsWith("b OK"));
    }
}

using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Pop3;
using Services83.EMail.Sandbox.Smtp;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>Clients that others wrote, Python's imaplib, poplib and smtplib, use the demo mailboxes.</summary>
[Category(Tier.Clients)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ForeignClientTests
{
    private const string Script = """
        import hashlib, imaplib, ssl, sys
        port, tls, user, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
        context = ssl.create_default_context(cafile=sys.argv[5])
        m = imaplib.IMAP4('localhost', port)
        m.starttls(context)
        assert m.login(user, password)[0] == 'OK'
        for line in m.list()[1]:
            attributes, name = line.decode('ascii').split(' "/" ')
            if '\\Noselect' in attributes:
                continue
            assert m.select(name, readonly=True)[0] == 'OK'
            uids = m.uid('SEARCH', 'ALL')[1][0].split()
            for answer in m.uid('FETCH', '1:*', '(FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])')[1] if uids else []:
                if isinstance(answer, tuple):
                    uid = answer[0].split(b'UID ')[1].split()[0].decode()
                    assert imaplib.Internaldate2tuple(answer[0])
                    print(name.strip('"'), uid, hashlib.sha256(answer[1]).hexdigest())
            m.unselect()
        assert m.append('Drafts', '\\Draft', None, b'Subject: x\r\n\r\n')[0] == 'OK'
        assert m.create('Temporary')[0] == 'OK'
        assert m.delete('Temporary')[0] == 'OK'
        m.logout()
        m = imaplib.IMAP4_SSL('localhost', tls, ssl_context=context)
        m.authenticate('PLAIN', lambda _: ('\0' + user + '\0' + password).encode())
        m.select('Junk')
        m.store('1:*', '+FLAGS', '\\Deleted')
        m.expunge()
        m.logout()
        """;

    private const string LineScript = """
        import hashlib, poplib, smtplib, ssl, sys
        smtp, smtp_tls, user, password, pop3, pop3_tls = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[6]), int(sys.argv[7])
        context = ssl.create_default_context(cafile=sys.argv[5])
        s = smtplib.SMTP('localhost', smtp)
        s.starttls(context=context)
        s.login(user, password)
        s.sendmail(user, [user], 'Subject: by STARTTLS\r\n\r\n.dot\r\n')
        s.quit()
        s = smtplib.SMTP_SSL('localhost', smtp_tls, context=context)
        s.user, s.password = user, password
        s.ehlo()
        s.auth('LOGIN', s.auth_login)
        s.sendmail(user, [user], 'Subject: by TLS\r\n\r\n')
        s.quit()
        p = poplib.POP3('localhost', pop3)
        p.stls(context)
        assert 'TOP' in p.capa()
        p.user(user)
        p.pass_(password)
        count = p.stat()[0]
        assert len(p.uidl()[1]) == len(p.list()[1]) == count
        for number in range(1, count + 1):
            print(hashlib.sha256(b''.join(line + b'\r\n' for line in p.retr(number)[1])).hexdigest())
        p.dele(1)
        p.rset()
        p.quit()
        p = poplib.POP3_SSL('localhost', pop3_tls, context=context)
        p.user(user)
        p.pass_(password)
        assert p.top(count, 0)[1][1] == b'Subject: by TLS'
        p.dele(count)
        p.quit()
        """;

    [Test]
    public async Task Imaplib_reads_every_message_of_the_demo_octet_for_octet()
    {
        var deadline = TestContext.CurrentContext.CancellationToken;
        var account = SandboxMailboxes.CreateDemo(1, TimeProvider.System)[0];
        await using var server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [account] }, deadline);
        var expected = account.Folders.SelectMany(folder => folder.Messages.Select(message =>
            $"{folder.Name.Replace("Blåbær & Søn", "Bl&AOU-b&AOY-r &- S&APg-n")} {message.Uid} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message.Raw.Span))}")).ToArray();

        var printed = await RunPythonAsync(Script, server.Port, server.TlsPort, server, account, deadline);

        Assert.That(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(expected));
        Assert.That(account["Junk"].Messages, Is.Empty);
        Assert.That(account["Drafts"].Messages[^1].Flags, Is.EqualTo(new[] { @"\Draft" }));
        Assert.That(server.Log.Failures, Is.Empty);
    }

    [Test]
    public async Task Smtplib_sends_and_poplib_reads_the_inbox_octet_for_octet()
    {
        var deadline = TestContext.CurrentContext.CancellationToken;
        var account = SandboxMailboxes.CreateSales(TimeProvider.System);
        await using var server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [account] }, deadline);
        await using var smtp = SandboxSmtpServer.Start(server);
        await using var pop3 = SandboxPop3Server.Start(server);

        var printed = await RunPythonAsync(LineScript, smtp.Port, smtp.TlsPort, server, account, deadline, Text(pop3.Port), Text(pop3.TlsPort));

        var subjects = account.Inbox.Messages.Select(message => System.Text.Encoding.UTF8.GetString(message.Raw.Span)).ToArray();
        Assert.That(subjects[^1], Does.Contain("Subject: by STARTTLS").And.Contain("\n.dot\r\n"));
        Assert.That(subjects, Has.None.Contains("by TLS"), "poplib has deleted it");
        Assert.That(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1], Is.EqualTo(account.Inbox.Messages.Select(message =>
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message.Raw.Span)))));
        Assert.That((smtp.Log.Failures, pop3.Log.Failures), Is.EqualTo((Array.Empty<Exception>(), Array.Empty<Exception>())));
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> RunPythonAsync(
        string script, int port, int tlsPort, SandboxImapServer server, SandboxAccount account, CancellationToken deadline, params string[] more)
    {
        var certificate = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"sandbox-{port}.pem");
        await File.WriteAllTextAsync(certificate, server.Certificate.ExportCertificatePem(), deadline);
        try
        {
            using var python = Start(
                ["-c", script, Text(port), Text(tlsPort), account.User, account.Password, certificate, .. more]);
            var errors = python.StandardError.ReadToEndAsync(deadline);
            var output = await python.StandardOutput.ReadToEndAsync(deadline);
            await python.WaitForExitAsync(deadline);
            Assert.That(python.ExitCode, Is.Zero, await errors);
            return output;
        }
        finally
        {
            File.Delete(certificate);
        }
    }

    private static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            const string reason = "This test needs python3: apt-get install python3";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(reason);
            }

            Assert.Ignore(reason);
            throw;
        }
    }
}

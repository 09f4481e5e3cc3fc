using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>A client that others wrote, Python's imaplib, reads the demo mailboxes.</summary>
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

    [Test]
    public async Task Imaplib_reads_every_message_of_the_demo_octet_for_octet()
    {
        var deadline = TestContext.CurrentContext.CancellationToken;
        var account = SandboxMailboxes.CreateDemo(1, TimeProvider.System)[0];
        await using var server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [account] }, deadline);
        var expected = account.Folders.SelectMany(folder => folder.Messages.Select(message =>
            $"{folder.Name.Replace("Blåbær & Søn", "Bl&AOU-b&AOY-r &- S&APg-n")} {message.Uid} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message.Raw.Span))}")).ToArray();

        var printed = await RunPythonAsync(server, account, deadline);

        Assert.That(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(expected));
        Assert.That(account["Junk"].Messages, Is.Empty);
        Assert.That(account["Drafts"].Messages[^1].Flags, Is.EqualTo(new[] { @"\Draft" }));
        Assert.That(server.Log.Failures, Is.Empty);
    }

    private static async Task<string> RunPythonAsync(SandboxImapServer server, SandboxAccount account, CancellationToken deadline)
    {
        var certificate = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"sandbox-{server.Port}.pem");
        await File.WriteAllTextAsync(certificate, server.Certificate.ExportCertificatePem(), deadline);
        try
        {
            using var python = Start(
                "-c", Script, server.Port.ToString(CultureInfo.InvariantCulture), server.TlsPort.ToString(CultureInfo.InvariantCulture), account.User, account.Password, certificate);
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

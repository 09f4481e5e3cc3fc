using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real GNU imap4d of this test's own, as a server unlike Dovecot: plain IMAP4rev1 without UIDPLUS, MOVE, CONDSTORE and extended LIST,
/// and with bugs. Own folder, own loopback ports, own certificate; it ends with <see cref="DisposeAsync"/> and with the process that
/// started it. Runs as root (as user "mail" then) or not.
/// </summary>
public sealed class MailutilsServer : IAsyncDisposable
{
    internal const string Program = "/usr/sbin/imap4d";

    private const string UnprivilegedUser = "mail";
    private const string Domain = "test";
    private const int StartAttempts = 3;

    private readonly Process _process;
    private readonly TestCertificate _certificate;
    private readonly IReadOnlyList<int> _ports;

    private MailutilsServer(Process process, TestCertificate certificate, IReadOnlyList<int> ports)
    {
        _process = process;
        _certificate = certificate;
        _ports = ports;
    }

    /// <summary>user01@test for 1.</summary>
    public static string UserName(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:00}@{Domain}");

    public static string Password(string user) => "pw-" + user;

    public static async Task<MailutilsServer> StartAsync(int users = 12, CancellationToken cancellationToken = default)
    {
        Requires.Mailutils();
        for (var attempt = 1; ; attempt++)
        {
            var server = await LaunchAsync(users, cancellationToken);
            try
            {
                await LocalProgram.WaitUntilGreetedAsync(server._process, "imap4d", server.ImapOptions(), cancellationToken);
                return server;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts)
            {
                // Somebody was quicker to take one of the ports.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    public X509Certificate2 Certificate => _certificate.Certificate;

    public ImapConnectionOptions ImapOptions(LineSecurity security = LineSecurity.None) => new()
    {
        Host = "127.0.0.1",
        Port = _ports[security == LineSecurity.Tls ? 1 : 0],
        Security = security,
        AllowCleartextLogin = true,
        Trust = TlsTrust.Pinned(_certificate.Fingerprint),
        ReadTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A client that is connected and logged in.</summary>
    public Task<ImapClient> LogInAsync(string user, CancellationToken cancellationToken, LineSecurity security = LineSecurity.None) =>
        ImapOptions(security).LogInAsync(user, Password(user), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await LocalProgram.EndAsync(_process);
        _certificate.Dispose();
    }

    private static async Task<MailutilsServer> LaunchAsync(int users, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("imap4d-").FullName;
        var account = Environment.IsPrivilegedProcess ? UnprivilegedUser : Environment.UserName;
        var uid = (await LocalProgram.RunAsync("id", ["-u", account], cancellationToken)).Trim();
        var gid = (await LocalProgram.RunAsync("id", ["-g", account], cancellationToken)).Trim();
        var certificate = TestCertificate.ForLoopback();
        var ports = LocalProgram.FreePorts(2);
        await WriteFilesAsync(folder, certificate, ports);
        var lines = new List<string>();
        foreach (var name in Enumerable.Range(1, users).Select(UserName))
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "home", name)).FullName;
            var hash = await LocalProgram.RunAsync("openssl", ["passwd", "-5", Password(name)], cancellationToken);
            lines.Add($"{name[..^(Domain.Length + 1)]}:{hash.Trim()}:{uid}:{gid}::{home}:/bin/sh");
        }
        await File.WriteAllLinesAsync(Path.Combine(folder, "passwd", Domain), lines, cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            await LocalProgram.RunAsync("chown", ["-R", $"{uid}:{gid}", folder], cancellationToken);
        }

        return new MailutilsServer(StartProcess(folder, uid, gid), certificate, ports);
    }

    private static async Task WriteFilesAsync(string folder, TestCertificate certificate, IReadOnlyList<int> ports)
    {
        foreach (var name in (string[])["passwd", "inbox", "home"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.CertificatePem);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), certificate.KeyPem);
        await File.WriteAllTextAsync(Path.Combine(folder, "imap4d.conf"), $$"""
            mode daemon;
            foreground yes;
            pidfile {{folder}}/pid;
            max-children 100;
            logging { syslog no; };
            auth { authentication generic; authorization virtdomain; };
            virtdomain { passwd-dir {{folder}}/passwd; };
            tcp-wrappers { enable no; };
            mailbox { mailbox-pattern "maildir:{{folder}}/inbox/${user}"; mailbox-type maildir; };
            tls-file-checks { key-file none; cert-file none; ca-file none; };
            tls { ssl-certificate-file {{folder}}/cert.pem; ssl-key-file {{folder}}/key.pem; };
            server 127.0.0.1:{{ports[0]}} { tls-mode ondemand; };
            server 127.0.0.1:{{ports[1]}} { tls-mode connection; };

            """);
    }

    private static Process StartProcess(string folder, string uid, string gid) =>
        LocalProgram.StartGuarded(LocalProgram.LoggingGuardian, folder, uid, gid, Program, $"--config-file={folder}/imap4d.conf");
}

using System.Diagnostics;
using System.Globalization;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real Dovecot of this test's own: own folder under the temporary directory, own loopback ports, own certificate. It ends with
/// <see cref="DisposeAsync"/>, and also when the process that started it is killed. Runs as root (as user "mail" then) or not.
/// </summary>
public sealed class DovecotServer : IAsyncDisposable
{
    private const string UnprivilegedUser = "mail";
    private const int StartAttempts = 3;

    /// <summary>
    /// Runs Dovecot until it ends or until standard input does, and cleans up. The other end of standard input is ours, so it ends with
    /// us in whatever way we end.
    /// </summary>
    private const string Guardian = """
        folder=$1; shift; exec 3<&0
        "$@" & dovecot=$!
        { cat <&3; kill $dovecot; } >/dev/null 2>&1 &
        wait $dovecot; rm -rf "$folder"
        """;

    private readonly Process _process;
    private readonly TestCertificate _certificate;
    private readonly DovecotConfiguration _configuration;

    private DovecotServer(Process process, DovecotConfiguration configuration, TestCertificate certificate)
    {
        _process = process;
        _configuration = configuration;
        _certificate = certificate;
    }

    public string Host => "127.0.0.1";

    /// <summary>Cleartext and STARTTLS.</summary>
    public int ImapPort => _configuration.Ports[0];

    public int ImapsPort => _configuration.Ports[1];

    /// <summary>Cleartext and STLS.</summary>
    public int Pop3Port => _configuration.Ports[2];

    public int Pop3sPort => _configuration.Ports[3];

    public int LmtpPort => _configuration.Ports[4];

    public TestCertificate Certificate => _certificate;

    /// <summary>SHA-256 in hex.</summary>
    public string CertificateFingerprint => _certificate.Fingerprint;

    /// <summary>Where a user's Maildir is, for changing things behind everybody's back.</summary>
    public string MaildirOf(string user) => Path.Combine(_configuration.Folder, "mail", user, "Maildir");

    /// <summary>What the server logged so far.</summary>
    public IReadOnlyList<string> Log => File.ReadAllLines(Path.Combine(_configuration.Folder, "log", "dovecot.log"));

    /// <summary>Files named *.in (from the client) and *.out, when <see cref="DovecotOptions.RawLog"/> is on.</summary>
    public string RawLogFolder(string user) => Path.Combine(_configuration.Folder, "raw", user);

    /// <summary>user001 for 1.</summary>
    public static string UserName(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:000}");

    public static string Password(string user) => "pw-" + user;

    public static async Task<DovecotServer> StartAsync(DovecotOptions? options = null, CancellationToken cancellationToken = default)
    {
        Requires.Dovecot();
        for (var attempt = 1; ; attempt++)
        {
            var server = await LaunchAsync(options ?? new DovecotOptions(), cancellationToken);
            try
            {
                await LocalProgram.WaitUntilGreetedAsync(server._process, "Dovecot", server.ImapOptions(), cancellationToken);
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

    /// <summary>How a client reaches this server; TLS trusts its certificate by fingerprint.</summary>
    public ImapConnectionOptions ImapOptions(LineSecurity security = LineSecurity.None) => new()
    {
        Host = Host,
        Port = security == LineSecurity.Tls ? ImapsPort : ImapPort,
        Security = security,
        AllowCleartextLogin = true,
        Trust = TlsTrust.Pinned(CertificateFingerprint),
        ReadTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A client that is connected and logged in, for preparing and checking.</summary>
    public Task<ImapClient> LogInAsync(string user, CancellationToken cancellationToken, LineSecurity security = LineSecurity.None) =>
        ImapOptions(security).LogInAsync(user, Password(user), cancellationToken);

    /// <summary>Makes the Maildirs of all users, so that <see cref="Arrive"/> finds them.</summary>
    public async Task MakeMaildirsAsync(IEnumerable<string> users, CancellationToken cancellationToken)
    {
        foreach (var folder in users.SelectMany(user => (string[])["new", "cur", "tmp"], (user, name) => Path.Combine(MaildirOf(user), name)))
        {
            Directory.CreateDirectory(folder);
        }

        if (Environment.IsPrivilegedProcess)
        {
            await LocalProgram.RunAsync("chown", ["-R", $"{_configuration.User}:{_configuration.Group}", Path.Combine(_configuration.Folder, "mail")], cancellationToken);
        }
    }

    /// <summary>Puts a message into a user's inbox, as a delivery agent does that knows nothing of Dovecot.</summary>
    public void Arrive(string user, ReadOnlySpan<byte> message)
    {
        var name = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}.{Guid.NewGuid():N}.test";
        var written = Path.Combine(MaildirOf(user), "tmp", name);
        File.WriteAllBytes(written, message);
        File.Move(written, Path.Combine(MaildirOf(user), "new", name));
    }

    /// <summary>Puts a copy of a Maildir in the place of a user's. Nobody may have a folder of it open.</summary>
    public async Task PutMaildirAsync(string user, string maildir, CancellationToken cancellationToken)
    {
        var target = MaildirOf(user);
        var home = Path.GetDirectoryName(target)!;
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(home);
        await LocalProgram.RunAsync("cp", ["-r", maildir, target], cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            await LocalProgram.RunAsync("chown", ["-R", $"{_configuration.User}:{_configuration.Group}", home], cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LocalProgram.EndAsync(_process);
        _certificate.Dispose();
    }

    private static async Task<DovecotServer> LaunchAsync(DovecotOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dovecot-").FullName;
        var isRoot = Environment.IsPrivilegedProcess;
        var user = isRoot ? UnprivilegedUser : Environment.UserName;
        var group = (await LocalProgram.RunAsync("id", ["-gn", user], cancellationToken)).Trim();
        var certificate = TestCertificate.ForLoopback();
        var configuration = new DovecotConfiguration(folder, user, group, LocalProgram.FreePorts(5), options);
        await configuration.WriteAsync(certificate);
        if (isRoot)
        {
            await LocalProgram.RunAsync("chown", ["-R", $"{user}:{group}", folder], cancellationToken);
        }

        return new DovecotServer(StartProcess(configuration), configuration, certificate);
    }

    private static Process StartProcess(DovecotConfiguration configuration) => LocalProgram.StartGuarded(
        Guardian, configuration.Folder, configuration.User, configuration.Group, DovecotConfiguration.Program, "-F", "-c", configuration.File);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Support;

/// <summary>A message that the server took.</summary>
/// <param name="User">Who had logged in.</param>
/// <param name="Options">The arguments of MAIL.</param>
public sealed record SmtpDelivery(string User, string From, string[] To, string[] Options, int Octets);

/// <summary>
/// A real SMTP server of this test's own (<c>Programs/smtp-server.py</c> tells what it does), which delivers into a Dovecot. It ends with
/// <see cref="DisposeAsync"/>, and also when the process that started it is killed.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    internal const string Python = "/usr/bin/python3";

    private const string UnprivilegedUser = "mail";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _folder;
    private readonly TestCertificate _certificate;
    private readonly IReadOnlyList<int> _ports;

    private SmtpServer(Process process, string folder, TestCertificate certificate, IReadOnlyList<int> ports) =>
        (_process, _folder, _certificate, _ports) = (process, folder, certificate, ports);

    public string Host => "127.0.0.1";

    public int StartTlsPort => _ports[0];

    public int TlsPort => _ports[1];

    /// <summary>Exists while a message to <c>holdbefore</c> or <c>holdafter</c> is held; removing it lets the server go on.</summary>
    public string HeldFile => Path.Combine(_folder, "held");

    /// <summary>What was accepted, in its order.</summary>
    public IReadOnlyList<SmtpDelivery> Deliveries => File.Exists(Path.Combine(_folder, "deliveries"))
        ? [.. File.ReadLines(Path.Combine(_folder, "deliveries")).Select(line => JsonSerializer.Deserialize<SmtpDelivery>(line, JsonSerializerOptions.Web)!)]
        : [];

    /// <param name="mailboxes">Where accepted mail goes, and whose certificate is shown.</param>
    /// <param name="sizeLimit">Bytes of the largest message.</param>
    public static async Task<SmtpServer> StartAsync(
        DovecotServer mailboxes, CancellationToken cancellationToken, int sizeLimit = 64 << 20, bool smtpUtf8 = true)
    {
        Requires.Aiosmtpd();
        var folder = Directory.CreateTempSubdirectory("smtp-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), mailboxes.Certificate.CertificatePem, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), mailboxes.Certificate.KeyPem, cancellationToken);
        var user = Environment.IsPrivilegedProcess ? UnprivilegedUser : Environment.UserName;
        var group = (await LocalProgram.RunAsync("id", ["-gn", user], cancellationToken)).Trim();
        if (Environment.IsPrivilegedProcess)
        {
            await LocalProgram.RunAsync("chown", ["-R", $"{user}:{group}", folder], cancellationToken);
        }

        var script = Path.Combine(folder, "server.py");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Support", "Programs", "smtp-server.py"), script);
        var ports = LocalProgram.FreePorts(2);
        var process = LocalProgram.StartGuarded(
            LocalProgram.LoggingGuardian, folder, user, group, Python, script, folder, Text(ports[0]), Text(ports[1]), Text(mailboxes.LmtpPort), Text(sizeLimit),
            smtpUtf8 ? "utf8" : "ascii");
        var server = new SmtpServer(process, folder, mailboxes.Certificate, ports);
        await server.WaitUntilReadyAsync(cancellationToken);
        return server;
    }

    /// <summary>How a client reaches this server.</summary>
    public SmtpConnectionOptions Options(LineSecurity security = LineSecurity.Tls) => new()
    {
        Host = Host,
        Port = security == LineSecurity.Tls ? TlsPort : StartTlsPort,
        Security = security,
        Trust = TlsTrust.Pinned(_certificate.Fingerprint),
        ReadTimeout = TimeSpan.FromSeconds(20),
        DataEndTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Returns when a message is held.</summary>
    public Task WhenHeldAsync(CancellationToken cancellationToken) => Polling.UntilAsync(() => File.Exists(HeldFile), cancellationToken);

    public async ValueTask DisposeAsync() => await LocalProgram.EndAsync(_process);

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTimeout);
        await Polling.UntilAsync(() => IsReadyAsync(deadline.Token), deadline.Token);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The SMTP server did not start: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host, TlsPort, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

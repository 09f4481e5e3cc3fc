using System.Globalization;
using System.Text;
using Services83.EMail.Benchmarks.Requests;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Reading;

/// <summary>The program with an account on a real Dovecot that has 200 short messages, one of 20 kB and one with an attachment of 5 MB.</summary>
internal sealed class ReadingServer : IAsyncDisposable
{
    private const string User = "user001";
    private const int Medium = 201;
    private const int WithAttachment = 202;

    private readonly DovecotServer _dovecot;

    private ReadingServer(DovecotServer dovecot, ServedProgram program) => (_dovecot, Program) = (dovecot, program);

    public ServedProgram Program { get; }

    public double Megabytes => Program.Resident / 1e6;

    public Call Small { get; } = new("HasNewMail", "EMail/HasNewMail", "<HasNewMail><MailItemId>0</MailItemId><FolderId>1</FolderId></HasNewMail>", 1000);

    public Call LogIn { get; } = new("login", "SoPrincipal/AuthenticateUsernamePassword", SoapRequest.LogIn, 20) { MostConnections = 64 };

    public Call Large => Calls.Single(call => call.Name.Contains("with its", StringComparison.Ordinal));

    public IReadOnlyList<Call> Calls { get; private set; } = [];

    /// <param name="shim">What the program loads before all other libraries; null for nothing.</param>
    /// <param name="settings">As on the command line.</param>
    public static async Task<ReadingServer> StartAsync(DiskShim? shim = null, params string[] settings)
    {
        var dovecot = await DovecotServer.StartAsync();
        await FillAsync(dovecot);
        var program = await ServedProgram.CreateAsync(
            [.. settings, "--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={dovecot.ImapsPort.ToString(CultureInfo.InvariantCulture)}",
            $"--Mail:PinnedCertificates:{dovecot.Host}={dovecot.CertificateFingerprint}"]);
        await program.RunAsync(
            DovecotServer.Password(User), "account", "add", $"{User}@test.example", "--associate", ServedProgram.Login, "--user", User,
            "--server", $"imaps://{dovecot.Host}:{dovecot.ImapsPort}", "--no-test");
        await program.RunAsync(null, "sync");
        await program.ServeAsync(shim);
        var server = new ReadingServer(dovecot, program);
        server.Calls =
        [
            server.Small,
            new("GetReadySyncEmailAccounts", "EMail/GetReadySyncEmailAccounts", "<GetReadySyncEmailAccounts/>", 500),
            GetEMail("GetEMail, 20 kB", await server.ItemAsync(Medium), withAttachments: true, 500),
            GetEMail("GetEMail, 6.8 MB without its attachment", await server.ItemAsync(WithAttachment), withAttachments: false, 500),
            GetEMail("GetEMail, 6.8 MB with its attachment", await server.ItemAsync(WithAttachment), withAttachments: true, 40),
            new("GetNewMail, nothing new", "EMail/GetNewMail", "<GetNewMail/>", 100),
            new("GetNewMail, 202 messages", "EMail/GetNewMail", "<GetNewMail/>", 100) { IsFresh = true },
            server.LogIn,
        ];
        await server.RenewMailAsync();
        return server;
    }

    /// <summary>No message counts as returned any more.</summary>
    public Task RenewMailAsync() => Program.ChangeAsync("UPDATE email_item SET announced = FALSE");

    public async ValueTask DisposeAsync()
    {
        Program.Dispose();
        await _dovecot.DisposeAsync();
    }

    private static Call GetEMail(string name, long item, bool withAttachments, int count) => new(
        name, "EMail/GetEMail",
        $"<GetEMail><Id>{item}</Id><IncludeAttachments>{(withAttachments ? "true" : "false")}</IncludeAttachments></GetEMail>", count);

    private Task<long> ItemAsync(int number) => Program.ReadAsync(
        $"SELECT item_id FROM email_item JOIN content USING (content_id) WHERE subject LIKE '% {number}'");

    private static async Task FillAsync(DovecotServer dovecot)
    {
        await using var client = await dovecot.LogInAsync(User, CancellationToken.None);
        for (var number = 1; number <= WithAttachment; number++)
        {
            var message = number == Medium ? Message(number, 20_000, 0) : number == WithAttachment ? Message(number, 3_000, 5_000_000) : Message(number, 2_000, 0);
            await client.AppendAsync("INBOX", new MemoryStream(message), [], null, CancellationToken.None);
        }
    }

    private static byte[] Message(int number, int text, int attachment)
    {
        var header = $"From: \"Søren {number}\" <soren{number}@test.example>\r\nTo: anna@test.example, Bob <bob@test.example>\r\nSubject: letter {number}\r\n"
            + $"Date: Fri, 20 Nov 2026 10:{number % 60:00}:00 +0100\r\nMessage-ID: <mail-{number}@test.example>\r\nMIME-Version: 1.0\r\n";
        var line = "A line of a letter, as long as most lines of letters are.\r\n";
        var body = string.Concat(Enumerable.Repeat(line, text / line.Length));
        if (attachment == 0)
        {
            return Encoding.UTF8.GetBytes($"{header}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}");
        }

        var file = new byte[attachment];
        new Random(number).NextBytes(file);
        return Encoding.UTF8.GetBytes(
            $"{header}Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n--=_b\r\n"
            + "Content-Type: application/pdf; name=\"report.pdf\"\r\nContent-Disposition: attachment; filename=\"report.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + $"{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\r\n--=_b--\r\n");
    }
}

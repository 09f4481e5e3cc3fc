using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Mail.Smtp;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>The process is killed at the critical times of sending: no message is delivered twice or lost without a report.</summary>
[Category(Tier.Kills)]
[CancelAfter(300_000)]
public sealed class SendKillTests : ProgramFixture
{
    private const string User = "user001";
    private const string Receiver = "user002";

    private DovecotServer _mailboxes = null!;
    private SmtpServer _smtp = null!;
    private SandboxImapServer _imap = null!;
    private SandboxAccount _mailbox = null!;

    [OneTimeSetUp]
    public async Task StartMailServers()
    {
        _mailboxes = await DovecotServer.StartAsync(cancellationToken: Deadline);
        _smtp = await SmtpServer.StartAsync(_mailboxes, Deadline);
    }

    [OneTimeTearDown]
    public async Task StopMailServers()
    {
        await (_smtp?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_mailboxes?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Test]
    public async Task Killed_between_acceptance_and_filing_the_copy_is_filed_once_and_nothing_is_sent_again()
    {
        var server = await StartAsync(_smtp.TlsPort);
        var held = _imap.Faults.On("APPEND").Hang();
        var before = await CountAsync();
        await SendAsync(server, "accepted", Receiver);
        await held.Reached.WaitAsync(Deadline);
        await server.Process.KillAsync();
        _imap.Faults.Clear();

        await StartServerAsync(Settings(_smtp.TlsPort));
        await Polling.UntilAsync(() => _mailbox["Sent"].Messages.Count > 0, Deadline);

        Assert.That(await CountAsync() - before, Is.EqualTo(1), "deliveries");
        Assert.That(_mailbox["Sent"].Messages, Has.Count.EqualTo(1));
        Assert.That(await StatesAsync(), Is.EqualTo([OutgoingState.Done]));
    }

    [Test]
    public async Task Killed_while_the_answer_is_awaited_the_message_is_uncertain_and_not_sent_again_and_its_copy_is_filed()
    {
        var server = await StartAsync(_smtp.TlsPort);
        var before = await CountAsync();
        var sending = SendAsync(server, "unanswered", Receiver, "holdafter");
        await _smtp.WhenHeldAsync(Deadline);
        await server.Process.KillAsync();
        Assert.That(async () => await sending, Throws.Exception);
        File.Delete(_smtp.HeldFile);

        await StartServerAsync(Settings(_smtp.TlsPort));
        await Polling.UntilAsync(() => _mailbox["Sent"].Messages.Count > 0, Deadline);
        var status = await RunAsync("status");

        Assert.That(await CountAsync() - before, Is.EqualTo(1), "deliveries");
        Assert.That(_mailbox["Sent"].Messages, Has.Count.EqualTo(1));
        Assert.That(await StatesAsync(), Is.EqualTo([OutgoingState.Uncertain]));
        Assert.That(status.Output, Does.Contain("uncertain").And.Contain("unanswered"));
        Assert.That(status.ExitCode, Is.EqualTo(2), "it needs a person");
    }

    [Test]
    public async Task Killed_in_the_middle_of_the_message_nobody_has_it_and_that_is_known()
    {
        using var certificate = TestCertificate.ForLoopback();
        var started = new TaskCompletionSource();
        await using var smtp = ScriptedSmtpServer.Start(async session =>
        {
            await session.StartTlsAsync(certificate);
            await session.HelloAsync("AUTH PLAIN");
            await session.ReplyAsync("AUTH", 235, "welcome");
            await session.AcceptAsync("MAIL", "fine");
            await session.AcceptAsync("RCPT", "fine");
            await session.ReplyAsync("DATA", 354, "go on");
            await session.ReadLineAsync();
            started.SetResult();
            await session.HangAsync();
        });
        var server = await StartAsync(smtp.Options.Port, certificate.Fingerprint);
        var sending = SendAsync(server, "half", [Receiver], attachment: new byte[16 << 20]);
        await started.Task.WaitAsync(Deadline);
        await server.Process.KillAsync();
        Assert.That(async () => await sending, Throws.Exception);

        await StartServerAsync(Settings(smtp.Options.Port, certificate.Fingerprint));

        // Processes that share a database look for the work of dead ones from time to time.
        await Polling.UntilAsync(async () => await StatesAsync() is not [OutgoingState.Sending], Deadline);
        Assert.That(await StatesAsync(), Is.EqualTo([OutgoingState.NotSent]));
        Assert.That(_mailbox["Sent"].Messages, Is.Empty);
    }

    /// <summary>20 MB that are received, composed, stored and sent may be in memory several times, but not for several messages after each
    /// other. The heap has a limit, because without one it depends on the machine when the garbage collector runs.</summary>
    [Test]
    [Platform("Linux")]
    public async Task Large_attachments_cost_a_bounded_amount_of_memory()
    {
        const int Size = 20 << 20, Heap = 200 << 20;
        // The sandbox is faster than a server in Python, which would take most of the time. It knows its users by their addresses.
        await MakeMailboxAsync($"{User}@test.example");
        await using var smtp = SandboxSmtpServer.Start(_imap);
        var server = await StartProgramAsync(smtp.TlsPort, limits: new() { ["DOTNET_GCHeapHardLimit"] = Heap.ToString("x", CultureInfo.InvariantCulture) });
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(server, $"large {i}", [User], attachment: new byte[Size]);
        }

        Assert.That(_mailbox.Inbox.Messages.Select(message => message.Raw.Length), Has.Exactly(5).GreaterThan(Size / 3 * 4));
        var peak = File.ReadLines($"/proc/{server.Process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        await TestContext.Out.WriteLineAsync(peak);
        Assert.That(int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), Is.LessThan(800 * 1024), "kB");
    }

    private async Task<RunningServer> StartAsync(int smtpPort, string fingerprint = "")
    {
        await MakeMailboxAsync(User);
        return await StartProgramAsync(smtpPort, fingerprint);
    }

    private async Task MakeMailboxAsync(string user)
    {
        _mailbox = SandboxAccount.WithUsualFolders(user, DovecotServer.Password(User));
        _imap = await StartMailServerAsync(_mailbox);
    }

    private async Task<RunningServer> StartProgramAsync(int smtpPort, string fingerprint = "", Dictionary<string, string>? limits = null)
    {
        await AddUserAsync("admin");
        var file = Path.Combine(Folder, "accounts.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "email,associate,server,user,password,smtp",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{User}@test.example,admin,imaps://{_imap.Host}:{_imap.TlsPort},{_mailbox.User},{_mailbox.Password},smtps://127.0.0.1:{smtpPort}"),
            ],
            Deadline);
        await MustRunAsync("", "account", "import", file);
        var settings = Settings(smtpPort, fingerprint);
        await MustRunAsync("", ["sync", .. settings]);
        return await StartServerAsync(limits ?? [], settings);
    }

    private string[] Settings(int smtpPort, string fingerprint = "") =>
    [
        .. SettingsFor(_imap).Where(setting => !setting.Contains("Pinned", StringComparison.Ordinal)),
        $"--Mail:PinnedCertificates:127.0.0.1={_imap.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)},{_mailboxes.CertificateFingerprint}"
            + (fingerprint.Length > 0 ? $",{fingerprint}" : ""),
        string.Create(CultureInfo.InvariantCulture, $"--Mail:Egress:AllowedPorts:1={smtpPort}"),
    ];

    private static Task SendAsync(RunningServer server, string subject, params string[] recipients) => SendAsync(server, subject, recipients, null);

    private static async Task SendAsync(RunningServer server, string subject, string[] recipients, byte[]? attachment)
    {
        using var http = new HttpClient();
        var ticket = await server.LogInAsync("admin", Password);
        var client = new SoapTestClient(http, new Uri(server.Url, "/Services83/EMail.svc"), "EMail", new ConcurrentQueue<string>()) { Ticket = ticket };
        var email = new EMailEntity
        {
            To = [.. recipients.Select(recipient => new EMailAddress { Address = $"{recipient}@test.example" })],
            Subject = subject,
            PlainBody = "x",
            Attachments = attachment is null ? [] : [new EMailAttachment { Filename = "large.bin", Stream = attachment }],
        };
        var reply = await client.CallAsync("Send", Deadline, ("Emails", new[] { email }));
        Assert.That(reply.Error?.Message, Is.Null);
    }

    private async Task<int> CountAsync()
    {
        await using var session = await _mailboxes.LogInAsync(Receiver, Deadline);
        return (int)(await session.ExamineAsync("INBOX", null, Deadline)).Exists;
    }

    private async Task<List<OutgoingState>> StatesAsync()
    {
        using var database = OpenDatabase();
        return [.. await database.ReadAsync(
            (connection, _) => connection.QueryAsync<OutgoingState>("SELECT state FROM outgoing ORDER BY outgoing_id"), Deadline)];
    }
}

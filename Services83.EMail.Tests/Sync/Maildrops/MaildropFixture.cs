using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Run;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>An engine, and a POP3 server with a maildrop of three messages.</summary>
[CancelAfter(60_000)]
public abstract class MaildropFixture
{
    private TestMaildropServer? _server;
    private TestEngine? _engine;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private protected TestMaildropServer Server => _server!;

    protected TestEngine Engine => _engine!;

    protected int Account { get; private set; }

    [TearDown]
    public async Task Stop()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0 && _engine is not null)
        {
            await TestContext.Out.WriteLineAsync(string.Join('\n', _engine.Log.Lines.Where(line => !line.Contains("Quartz", StringComparison.Ordinal)).TakeLast(60)));
        }

        await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.That(_server?.Failures ?? [], Is.Empty, "the test's server itself failed");
        (_engine, _server) = (null, null);
    }

    protected Task StartAsync(params (string Key, string Value)[] settings) => StartAsync(deleteAfter: null, settings);

    protected async Task StartAsync(int? deleteAfter, params (string Key, string Value)[] settings)
    {
        _server = new TestMaildropServer();
        for (var i = 1; i <= 3; i++)
        {
            _server.Add($"id{i}", Message($"message {i}"));
        }

        _engine = await TestEngine.StartAsync("127.0.0.1", _server.Port, _server.Certificate, settings);
        Account = await Engine.Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = await Engine.AddAssociateAsync("anna"),
                EmailAddress = "anna@test.example",
                Protocol = MailProtocol.Pop3,
                DeleteAfterDays = deleteAfter,
                Incoming = new LoginDraft(
                    new MailEndpoint("127.0.0.1", _server.Port, MailSecurity.Tls), "", TestMaildropServer.User, new Secret(TestMaildropServer.Password)),
            },
            Deadline);
    }

    /// <summary>A message that differs from all others by its subject.</summary>
    protected static byte[] Message(string subject, string? received = null, bool hasId = true, int padding = 0) => System.Text.Encoding.UTF8.GetBytes(
        (received is null ? "" : $"Received: from a by b; {received}\r\n")
        + (hasId ? $"Message-ID: <{subject.Replace(' ', '-')}@test.example>\r\n" : "")
        + $"From: Bob <bob@test.example>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\n.Text of {subject}.\r\n"
        + string.Concat(Enumerable.Repeat("padding padding\r\n", padding)));

    protected async Task SyncAsync()
    {
        var outcome = await TrySyncAsync();
        Assert.That(outcome.Error, Is.Null);
    }

    protected Task<SyncOutcome> TrySyncAsync() => Engine.SyncAsync(Account, Deadline);

    protected async Task<StoredAccount> StateAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;

    protected async Task<StoredFolder> FolderAsync(string name) =>
        (await Engine.Get<FolderStore>().ListAsync(Account, Deadline)).Single(folder => folder.Name == name);

    /// <summary>What callers see in a folder, the newest first.</summary>
    protected async Task<IReadOnlyList<StoredItem>> ItemsAsync(string folder = "INBOX") =>
        await Engine.Get<MessageReader>().ListFolderAsync((await FolderAsync(folder)).FolderId, Deadline);

    /// <summary>The subjects in the order of their UIDs.</summary>
    protected async Task<string[]> SubjectsAsync(string folder = "INBOX") =>
        [.. (await ItemsAsync(folder)).OrderBy(item => item.Uid).Select(item => item.Subject)];

    /// <summary>Deletes a message as its reader does.</summary>
    protected async Task DeleteAsync(string subject) =>
        await Engine.Get<ChangeRecorder>().DeleteAsync([(await ItemsAsync()).Single(item => item.Subject == subject).ItemId], Deadline);
}

using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Support;

/// <summary>Runs the program's commands in this process, in an empty folder per test; no file of them outlives the test.</summary>
public abstract class CommandFixture
{
    private readonly List<IAsyncDisposable> _running = [];

    /// <summary>Password of every associate that <see cref="AddUserAsync"/> adds.</summary>
    protected const string Password = "password-of-the-associate";

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    /// <summary>The database of the program.</summary>
    protected virtual StorageProvider Provider => TestStorage.Provider;

    /// <summary>The server for outgoing mail of the accounts that <see cref="ImportAsync"/> adds; empty for none.</summary>
    protected string Smtp { get; set; } = "";

    /// <summary>Where the program runs.</summary>
    protected string Folder { get; private set; } = "";

    /// <summary>Where the program's data is, unless a test says otherwise.</summary>
    protected string DataFolder => Path.Combine(Folder, "data");

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("services83-program-").FullName;

    [TearDown]
    public async Task EndEverything()
    {
        // In reverse, so that a mail server goes after the program that talks to it.
        foreach (var running in Enumerable.Reverse(_running))
        {
            await running.DisposeAsync();
        }

        _running.Clear();
        TestStorage.Delete(DataFolder, Provider);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Has it disposed of at the end of the test, before everything that was there before it.</summary>
    protected T Own<T>(T running)
        where T : IAsyncDisposable
    {
        _running.Add(running);
        return running;
    }

    /// <summary>Runs a command to its end.</summary>
    protected async Task<ProgramResult> RunAsync(params string[] arguments) => await RunWithInputAsync("", arguments);

    protected Task<ProgramResult> RunWithInputAsync(string input, params string[] arguments) => CommandRunner.RunAsync(
        input, [.. TestStorage.ArgumentsFor(DataFolder, Provider), .. arguments]);

    /// <summary>Runs a command that has to succeed.</summary>
    protected async Task<ProgramResult> MustRunAsync(string input, params string[] arguments)
    {
        var result = await RunWithInputAsync(input, arguments);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result;
    }

    protected async Task<SandboxImapServer> StartMailServerAsync(params SandboxAccount[] accounts)
    {
        return Own(await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = accounts }, Deadline));
    }

    /// <summary>Settings that let the program reach a mail server of the test.</summary>
    protected string[] SettingsFor(SandboxImapServer mailServer) =>
    [
        .. TestEngine.SettingsFor(DataFolder, mailServer.Host, mailServer.TlsPort, mailServer.Certificate)
            .Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    protected Task<ProgramResult> AddUserAsync(string login, params string[] options) =>
        MustRunAsync(Password + "\n", ["user", "add", login, .. options]);

    /// <summary>Adds an account per mailbox, all of one associate; their ids are 1, 2, … in that order.</summary>
    protected async Task ImportAsync(SandboxImapServer mailServer, string associate, params SandboxAccount[] mailboxes)
    {
        var file = Path.Combine(Folder, "accounts.csv");
        var lines = mailboxes.Select(mailbox => string.Create(
            CultureInfo.InvariantCulture,
            $"{mailbox.User}@test.example,{associate},imaps://{mailServer.Host}:{mailServer.TlsPort},{mailbox.User},{mailbox.Password},{Smtp}"));
        await File.WriteAllLinesAsync(file, ["email,associate,server,user,password,smtp", .. lines], Deadline);
        await MustRunAsync("", "account", "import", file);
    }

    /// <summary>The program's database, seen from this process.</summary>
    protected WatchedDatabase OpenDatabase() => new(TestStorage.Open(TestStorage.OptionsFor(DataFolder, Provider), TimeProvider.System));

    /// <summary>Waits until no account is synced or is to be synced.</summary>
    protected static async Task WaitUntilNothingWaitsAsync(IDatabase database)
    {
        var queue = new SyncQueue(database, TimeProvider.System);
        await Polling.UntilAsync(async () => (await queue.ListAsync(Deadline)).Count == 0, Deadline);
    }

    /// <summary>Every message of the accounts that <see cref="ImportAsync"/> added is stored exactly once, and nothing else.</summary>
    protected static async Task AssertStoredAsync(IDatabase database, SandboxImapServer mailServer)
    {
        foreach (var (mailbox, id) in mailServer.Options.Accounts.Select((mailbox, index) => (mailbox, index + 1)))
        {
            Assert.That(await CachedMailbox.ReadAsync(database, id), Is.EqualTo(CachedMailbox.Of(mailbox)), mailbox.User);
        }
    }

    /// <summary>A mailbox with a few messages in the inbox and one in a folder whose name is not ASCII.</summary>
    protected static SandboxAccount Mailbox(string user, int messages = 3)
    {
        var mailbox = SandboxAccount.WithUsualFolders(user, $"secret-of-{user}");
        for (var i = 1; i <= messages; i++)
        {
            mailbox.Inbox.Append(Message($"{user} {i}"), i % 2 == 0 ? [@"\Seen"] : []);
        }

        mailbox["Blåbær & Søn"].Append(Message($"{user} bær"));
        return mailbox;
    }

    private static byte[] Message(string subject) => System.Text.Encoding.UTF8.GetBytes(
        $"From: a@test.example\r\nTo: b@test.example\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
        + $"Message-ID: <{subject.Replace(' ', '-')}@test.example>\r\n\r\nText of {subject}.\r\n");
}

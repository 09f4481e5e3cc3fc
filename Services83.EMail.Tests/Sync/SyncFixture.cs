using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>An engine and a sandbox server with one mailbox of a few folders and messages.</summary>
public abstract class SyncFixture
{
    private SandboxImapServer? _server;
    private TestEngine? _engine;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected SandboxImapServer Server => _server!;

    protected TestEngine Engine => _engine!;

    protected SandboxAccount Anna { get; private set; } = null!;

    protected int Account { get; private set; }

    /// <summary>The clock by which mail servers are waited for.</summary>
    protected virtual TimeProvider Patience => TimeProvider.System;

    [TearDown]
    public async Task Stop()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0 && _engine is not null)
        {
            await TestContext.Out.WriteLineAsync(string.Join('\n', _engine.Log.Lines.Where(line => !line.Contains("Quartz", StringComparison.Ordinal)).TakeLast(60)));
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.That(_server?.Log.Failures ?? [], Is.Empty, "the sandbox itself failed");
        (_engine, _server) = (null, null);
    }

    protected async Task StartAsync(IReadOnlyList<string>? capabilities = null, params (string Key, string Value)[] settings)
    {
        Anna = SandboxAccount.WithUsualFolders("anna", "secret-of-anna");
        for (var i = 1; i <= 5; i++)
        {
            Anna.Inbox.Append(Message($"inbox {i}"), i % 2 == 0 ? [@"\Seen"] : []);
        }

        Anna["Sent"].Append(Message("sent 1"), [@"\Seen"]);
        Anna["Blåbær & Søn"].Append(Message("bær 1"));
        _server = await SandboxImapServer.StartAsync(
            new SandboxOptions { Accounts = [Anna], Capabilities = capabilities ?? SandboxCapabilities.Full }, Deadline);
        _engine = await TestEngine.StartAsync(_server, Patience, settings);
        Account = await _engine.AddAccountAsync(_server, Anna);
    }

    /// <summary>What a server of one of the three tiers can do: QRESYNC, CONDSTORE only, or neither.</summary>
    protected static IReadOnlyList<string> Capabilities(string tier) => tier switch
    {
        "QRESYNC" => SandboxCapabilities.Full,
        "CONDSTORE" => SandboxCapabilities.CondstoreOnly,
        _ => SandboxCapabilities.Basic,
    };

    /// <summary>A message that differs from all others by its subject.</summary>
    protected static byte[] Message(string subject, string? messageId = null, string? inReplyTo = null)
    {
        var id = messageId ?? $"{subject.Replace(' ', '-')}@test.example";
        var reply = inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\r\n";
        return System.Text.Encoding.UTF8.GetBytes(
            $"From: Anna <anna@test.example>\r\nTo: Bob <bob@test.example>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
            + $"Message-ID: <{id}>\r\n{reply}\r\nText of {subject}.\r\n");
    }

    protected async Task SyncAsync()
    {
        var outcome = await Engine.SyncAsync(Account, Deadline);
        Assert.That(outcome.Error, Is.Null);
    }

    /// <summary>A sync that the program begins by itself, because there may be new mail.</summary>
    protected async Task CheckAsync()
    {
        await Engine.Get<SyncDispatcher>().AcceptNewMailAsync(Account, Deadline);
        await Server.Log.WaitForAsync("LOGOUT", 1, Deadline);
        await Engine.UntilAsync(async () => (await Engine.Get<SyncQueue>().ListAsync(Deadline)).Count == 0, Deadline);
    }

    /// <summary>Folder, UID, flags and content of every message are equal on both sides.</summary>
    protected async Task AssertEqualAsync() =>
        Assert.That(await CachedMailbox.ReadAsync(Engine.Database, Account), Is.EqualTo(CachedMailbox.Of(Anna)));
}

using System.Security.Cryptography;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sync;

/// <summary>One associate's mail servers hang; another associate's sync succeeds meanwhile.</summary>
[Category(Tier.Engines)]
[CancelAfter(90_000)]
public sealed class FairShareTests : SoapFixture
{
    private const int Places = 6;

    private readonly List<SandboxImapServer> _hanging = [];

    [TearDown]
    public async Task StopServers()
    {
        foreach (var server in _hanging)
        {
            await server.DisposeAsync();
        }
    }

    [Test]
    public async Task Many_accounts_on_servers_that_hang_keep_nobody_else_waiting()
    {
        var mailboxes = Enumerable.Range(0, 6 * Places).Select(i => SandboxAccount.WithUsualFolders($"anna{i}", "secret")).ToArray();
        for (var i = 0; i < 3; i++)
        {
            _hanging.Add(await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = mailboxes }, Deadline));
        }

        var hangs = _hanging.Select((server, i) => server.Faults.OnEvery(i == 0 ? SandboxFaults.Greeting : "LIST").Hang()).ToArray();
        await StartAsync(
        [
            $"--Sync:MaxConcurrentAccounts={Places}", "--Sync:MaxConcurrentAccountsPerHost=100",
            // Another spelling of the host, beside that of the server that does not hang.
            $"--Mail:PinnedCertificates:127.1={string.Join(',', _hanging.Select(server => server.Certificate.GetCertHashString(HashAlgorithmName.SHA256)))}",
            .. _hanging.Select((server, i) => $"--Mail:Egress:AllowedPorts:{i + 1}={server.TlsPort}"),
        ]);
        var annas = await AddAccountsAsync(mailboxes);
        var bobs = await Server.AddAccountAsync(BobsMail, SoapTestServer.Bob, Deadline);
        Succeeded(await CallAsync(
            SoapTestServer.Anna, "SyncEmailAccounts",
            ("SyncUserAccounts", annas.Select(id => new SyncUserAccount { AccountId = id }).ToArray())));
        await Task.WhenAny(hangs.Select(hang => hang.Reached)).WaitAsync(Deadline);

        await SyncAsync(SoapTestServer.Bob, bobs);

        Assert.That(await CachedMailbox.ReadAsync(Server.Database, bobs), Is.EqualTo(CachedMailbox.Of(BobsMail)));
        var waiting = await Server.Get<SyncQueue>().ListAsync(Deadline);
        Assert.That(waiting.Select(request => request.AccountId), Is.EquivalentTo(annas), "all of Anna's still hang or wait");
        Assert.That(waiting.Count(request => request.Running), Is.InRange(1, Places / 2));
    }

    /// <summary>Accounts of Anna, at every server that hangs, alternately, so that each server has some of the running ones.</summary>
    private async Task<IReadOnlyList<int>> AddAccountsAsync(IReadOnlyList<SandboxAccount> mailboxes)
    {
        var ids = new List<int>();
        foreach (var mailbox in mailboxes)
        {
            var server = _hanging[ids.Count % _hanging.Count];
            ids.Add(await Server.Get<AccountStore>().AddAsync(
                new AccountDraft
                {
                    AssociateId = SoapTestServer.Anna,
                    EmailAddress = $"{mailbox.User}@test.example",
                    Incoming = new LoginDraft(
                        new MailEndpoint(server.Host, server.TlsPort, MailSecurity.Tls), "", mailbox.User, new Secret(mailbox.Password)),
                },
                Deadline));
        }

        return ids;
    }
}

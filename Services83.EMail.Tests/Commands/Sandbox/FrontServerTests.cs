using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Services83.EMail.Commands;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>The program in front of a sandbox's mail servers, as the demo starts it.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class FrontServerTests
{
    private static readonly SandboxClock Clock = new(SandboxChoice.DefaultNow);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Every_owner_can_log_in_and_has_mail_with_the_same_ids_at_each_start()
    {
        var starts = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var mail = await MailServers.StartAsync(() => DemoOwner.CreateAll(Clock), SandboxCapabilities.Full, SandboxPorts.Free, Deadline);
            await using var server = await FrontServer.StartAsync(mail, ["--urls=http://127.0.0.1:0"], Deadline);
            await server.Services.GetRequiredService<SyncQueue>().EnqueueAsync([92, 91, 90], Deadline);
            await Polling.UntilAsync(async () => (await server.Services.GetRequiredService<SyncQueue>().ListAsync(Deadline)).Count == 0, Deadline);
            starts.Add(await ContentAsync(server.Services));

            foreach (var owner in mail.Owners)
            {
                var login = await server.Services.GetRequiredService<Authenticator>().LogInAsync(owner.Login, owner.Password, null, IPAddress.Loopback, Deadline);
                Assert.That(login.Associate.AssociateId, Is.EqualTo(owner.AssociateId));
            }
        }

        Assert.That(starts[0], Does.Contain("\n345 92 sales-1@sandbox.example "));
        Assert.That(starts[1], Is.EqualTo(starts[0]));
    }

    [Test]
    public async Task The_database_is_filled_before_anybody_is_answered()
    {
        var wasListening = true;
        var folder = Directory.CreateTempSubdirectory("services83-front-").FullName;
        try
        {
            await using var app = await Server.StartAsync(
                ["--urls=http://127.0.0.1:0", $"--Storage:DataFolder={folder}", "--Storage:Provider=Sqlite", "--Logging:LogLevel:Default=None"], Deadline, null,
                async (services, token) =>
                {
                    wasListening = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested;
                    Assert.That(await services.GetRequiredService<AccountStore>().ListAsync(token), Is.Empty, "the tables exist");
                });

            Assert.That(wasListening, Is.False);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("--Storage:DataFolder=./data")]
    [TestCase("--storage:provider=PostgreSql")]
    public async Task Its_users_never_get_into_another_database(string setting)
    {
        await using var mail = await MailServers.StartAsync(() => DemoOwner.CreateAll(Clock), SandboxCapabilities.Full, SandboxPorts.Free, Deadline);

        var refused = (await Assert.ThrowsAsync<CommandException>(() => FrontServer.StartAsync(mail, [setting], Deadline)))!;

        Assert.That(refused.Message, Does.Contain(setting));
    }

    private static async Task<string> ContentAsync(IServiceProvider services) => string.Join('\n', await services.GetRequiredService<IDatabase>().QueryAsync<string>(
        "SELECT item_id || ' ' || account_id || ' ' || COALESCE(message_id, '') || ' ' || sent_at FROM email_item JOIN content USING (content_id) ORDER BY item_id", new { }, Deadline));
}

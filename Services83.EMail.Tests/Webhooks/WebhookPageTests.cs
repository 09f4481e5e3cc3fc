using System.Diagnostics;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Tests.Support;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Tests.Webhooks;

/// <summary>The receiver in docs/webhooks.md gets events, and refuses what was not signed with its key.</summary>
[TestFixture]
[Category(Tier.Clients)]
[CancelAfter(60_000)]
public sealed class WebhookPageTests : WebhookFixture
{
    [Test]
    public async Task The_receiver_of_the_page_takes_what_is_signed_once_and_refuses_the_rest()
    {
        await StartTellingAsync();
        var secret = WebhookSignature.CreateSecret();
        using var python = Start(secret);
        try
        {
            var port = (await python.StandardOutput.ReadLineAsync(Deadline))!.Split(' ')[^1];
            var webhook = await Webhooks.AddAsync(new($"http://127.0.0.1:{port}/", secret, WebhookEvents.All, null, null), Deadline);
            Anna.Inbox.Append(Message("news"));
            await SyncAsync();
            await DeliverAsync(webhook);

            Assert.That(await python.StandardOutput.ReadLineAsync(Deadline), Is.EqualTo($"messageNew {await ItemAsync("news")}"));
            Assert.That((await StateAsync(webhook)).LastError, Is.Empty);
            var forger = await Webhooks.AddAsync(
                new($"http://127.0.0.1:{port}/", WebhookSignature.CreateSecret(), WebhookEvents.All, null, null), Deadline);
            Anna.Inbox.Append(Message("more news"));
            await SyncAsync();
            await DeliverAsync(forger);
            Assert.That((await StateAsync(forger)).LastError, Is.EqualTo("The receiver answered 401 Unauthorized."));
        }
        finally
        {
            python.Kill();
        }
    }

    /// <summary>On a port that the system chooses.</summary>
    private static Process Start(Secret secret)
    {
        var sample = File.ReadAllText(Repository.PathOf("docs", "webhooks.md")).Split("```python\n")[1].Split("```")[0];
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", sample, "0"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                Environment = { ["WEBHOOK_SECRET"] = secret.Reveal() },
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Requires.Absent("This test needs python3: apt-get install python3");
            throw;
        }
    }
}

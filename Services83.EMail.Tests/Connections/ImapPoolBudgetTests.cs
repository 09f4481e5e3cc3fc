using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Connections;

/// <summary>A host never has more connections than its limit, and none is lost.</summary>
[CancelAfter(60_000)]
public sealed class ImapPoolBudgetTests : ImapPoolFixture
{
    [Test]
    public async Task A_host_never_gets_more_connections_than_its_budget()
    {
        await UsePoolAsync(new ConnectionOptions { MaxPerHost = 3 });

        await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            await using var lease = number % 3 == 0 ? await Pool.LogInAsync(Anna, Login(), Deadline) : await Pool.RentAsync(Anna, Login(), Deadline);
            await lease.Client.NoopAsync(Deadline);
        }));

        Assert.That(Server.Log.SessionsPeak("anna"), Is.LessThanOrEqualTo(3));
        Assert.That(Server.Log.ConnectionsOpened, Is.LessThan(20));
    }

    [Test]
    public async Task Whoever_waits_too_long_for_a_connection_is_told_why()
    {
        await UsePoolAsync(new ConnectionOptions { MaxPerHost = 1 });
        await using var lease = await Pool.RentAsync(Anna, Login(), Deadline);

        var waiting = Pool.RentAsync(Anna, Login(), Deadline);
        Time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<ThrottledException>(() => waiting);
        Assert.That(error!.Message, Does.Contain("All 1 connections to mail server 127.0.0.1 are in use (Mail:Connections:MaxPerHost)"));
    }

    [Test]
    public async Task Somebody_elses_idle_connection_makes_room()
    {
        await UsePoolAsync(new ConnectionOptions { MaxPerHost = 1 });
        await UseAsync(Login());

        await UseAsync(Login(user: "bob", password: "other"));

        await Server.Log.WaitForAsync("LOGOUT", 1, Deadline);
        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task Whatever_goes_wrong_no_place_at_the_host_is_lost()
    {
        await UsePoolAsync(new ConnectionOptions { MaxPerHost = 3 });
        var random = new Random(83);
        foreach (var command in (string[])["NOOP", "STATUS", "SELECT", "UNSELECT", "CAPABILITY"])
        {
            Server.Faults.On(command, random.Next(5, 20)).DropLine();
            Server.Faults.On(command, random.Next(20, 40)).ReplyNo("not now");
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => StumbleAsync(number, random.Next(0, 60))));
        Server.Faults.Clear();

        var leases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Pool.RentAsync(Anna, Login(), Deadline)));
        Assert.That(leases.Select(lease => lease.Client.Selected), Is.All.Null);
        await Task.WhenAll(leases.Select(lease => lease.DisposeAsync().AsTask()));
    }

    /// <summary>A call that may be cancelled at any time.</summary>
    private async Task StumbleAsync(int number, int milliseconds)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        if (number % 3 == 0)
        {
            cut.CancelAfter(milliseconds);
        }

        try
        {
            await using var lease = await Pool.RentAsync(Anna, Login(), cut.Token);
            await lease.Client.SelectAsync("INBOX", known: null, cut.Token);
            await lease.Client.StatusAsync("Sent", cut.Token);
        }
        catch (Exception exception) when (exception is ImapException or OperationCanceledException)
        {
            // What went wrong does not matter here.
        }
    }
}

using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Connections;

/// <summary>Connections are reused as long as they work, and only by their own login.</summary>
[CancelAfter(60_000)]
public sealed class ImapPoolTests : ImapPoolFixture
{
    [Test]
    public async Task Twenty_calls_in_a_row_log_in_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await UseAsync(Login());
        }

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(1));
    }

    [Test]
    public async Task No_mailbox_is_open_when_a_connection_comes_from_another_call()
    {
        await using (var lease = await Pool.RentAsync(Anna, Login(), Deadline))
        {
            await lease.Client.SelectAsync("Sent", known: null, Deadline);
        }

        await using var next = await Pool.RentAsync(Anna, Login(), Deadline);

        Assert.That(next.Client.Selected, Is.Null);
        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_password_gets_nobodys_connection_and_spoils_none()
    {
        await UseAsync(Login());

        await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(password: "wrong")));
        await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(user: "bob")));
        await UseAsync(Login());

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(3), "the two wrong ones, and the right one once");
    }

    [Test]
    public async Task A_real_login_is_not_answered_from_thePool()
    {
        await UseAsync(Login());
        Server.Faults.RefuseLogin("anna");

        await Assert.ThrowsAsync<ImapAuthenticationException>(async () => await (await Pool.LogInAsync(Anna, Login(), Deadline)).DisposeAsync());
    }

    [Test]
    public async Task A_connection_that_theServer_closed_is_replaced_once()
    {
        await UseAsync(Login());
        Server.Faults.On("NOOP").DropLine();

        await UseAsync(Login());

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task A_connection_that_broke_in_use_is_not_kept()
    {
        await using (var lease = await Pool.RentAsync(Anna, Login(), Deadline))
        {
            Server.Faults.On("NOOP").DropLine();
            await Assert.ThrowsAsync<ImapConnectionException>(() => lease.Client.NoopAsync(Deadline));
        }

        await UseAsync(Login());

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task An_idle_connection_says_goodbye_inTime()
    {
        await UseAsync(Login());

        Time.Advance(TimeSpan.FromSeconds(new ConnectionOptions().IdleSeconds - 1));
        Assert.That(Server.Log.Count("LOGOUT"), Is.Zero);
        Time.Advance(TimeSpan.FromSeconds(1));

        await Server.Log.WaitForAsync("LOGOUT", 1, Deadline);
    }

    [Test]
    public async Task A_connection_grows_no_older_than_its_limit_however_busy()
    {
        for (var age = TimeSpan.Zero; age <= ImapPool.MaxAge; age += TimeSpan.FromSeconds(30))
        {
            await UseAsync(Login());
            Time.Advance(TimeSpan.FromSeconds(30));
        }

        await UseAsync(Login());

        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task The_end_of_thePool_says_goodbye_on_every_connection()
    {
        await Task.WhenAll(UseAsync(Login()), UseAsync(Login(user: "bob", password: "other")));

        await Pool.DisposeAsync();

        Assert.That(Server.Log.Count("LOGOUT"), Is.EqualTo(2));
    }

    [Test]
    public async Task Refused_logins_are_counted_until_no_more_are_tried()
    {
        for (var i = 0; i < ServerLoginThrottle.MaxPerUser; i++)
        {
            await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(password: $"guess {i}")));
        }

        await Assert.ThrowsAsync<ThrottledException>(() => UseAsync(Login()));
        await UseAsync(Login(), associateId: 12);
        Time.Advance(TimeSpan.FromMinutes(15));
        await UseAsync(Login());
    }
}

using System.Text;
using NUnit.Framework;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>Connections, with any data and any kind of end.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxConnectionTests : SandboxFixture
{
    [Test]
    public async Task Open_connections_can_be_dropped_for_one_user_or_all()
    {
        await using var anna = await SelectAsync();
        await anna.SendAsync("IDLE", Deadline);
        Assert.That(await anna.ReadLineAsync(Deadline), Is.EqualTo("+ idling"));
        await using var bob = await LogInAsync("bob");

        await Server.DropConnectionsAsync("anna");
        Assert.That(await anna.ReadLineAsync(Deadline), Is.Null);
        await bob.OkAsync("NOOP", Deadline);

        await Server.DropConnectionsAsync();
        Assert.That(await bob.ReadLineAsync(Deadline), Is.Null);
        await using var again = await LogInAsync();
    }

    [Test]
    public async Task Endless_lines_and_huge_literals_end_the_session()
    {
        foreach (var flood in new[] { new string('x', 70_000), "a LOGIN {99999999}\r\n" })
        {
            await using var client = await ConnectAsync();
            await client.SendRawAsync(flood, Deadline);
            Assert.That(await ReadToEndAsync(client), Is.True, flood[..9]);
        }
    }

    [Test]
    public async Task A_server_that_stops_ends_hanging_and_idling_sessions()
    {
        Server.Faults.On("NOOP").Hang();
        await using var hanging = await LogInAsync();
        await hanging.SendAsync("NOOP", Deadline);
        await using var idling = await SelectAsync();
        await idling.SendAsync("IDLE", Deadline);
        await Server.Log.WaitForAsync("IDLE", 1, Deadline);

        await Server.DisposeAsync();

        Assert.That(Server.Log.ConnectionsNow, Is.Zero);
    }

    [Test]
    public async Task Octets_of_any_value_reach_the_client()
    {
        var raw = Enumerable.Range(0, 1000).Select(value => (byte)value).ToArray();
        var uid = Anna.Inbox.Append(raw);
        await using var client = await SelectAsync();

        var line = (await client.OkAsync($"UID FETCH {uid} BODY.PEEK[]", Deadline)).Single();

        Assert.That(line, Is.EqualTo($"* 3 FETCH (UID {uid} BODY[] {{1000}}\r\n{Encoding.Latin1.GetString(raw)})"));
    }

    private static async Task<bool> ReadToEndAsync(ImapLineClient client)
    {
        try
        {
            return await client.ReadLineAsync(Deadline) is null;
        }
        catch (IOException)
        {
            return true; // reset instead of closed, because what was sent had not all been read
        }
    }
}

using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Pop3;

[CancelAfter(60_000)]
public sealed class Pop3ClientTests
{
    private static readonly MailCredentials Anna = MailCredentials.Password("anna", "s3cret!");

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Messages_are_listed_and_their_dots_are_not_doubled()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", "+OK", "2 b", "1 a~!", ".");
            await session.ReplyAsync("LIST", "+OK", "1 10", "2 20 extra", ".");
            await session.ReplyAsync("RETR 2", "+OK 20 octets", "..", "...a", "b.", ".");
            await session.ReplyAsync("QUIT", "+OK");
        });
        await using var client = await LogInAsync(server);

        var messages = await client.ListAsync(withSizes: true, Deadline);
        using var octets = new MemoryStream();
        var length = await client.RetrieveAsync(2, octets, Deadline);
        await client.QuitAsync(Deadline);

        Assert.That(messages, Is.EqualTo(new[] { new Pop3Message(1, "a~!", 10), new Pop3Message(2, "b", 20) }));
        Assert.That(Encoding.ASCII.GetString(octets.ToArray()), Is.EqualTo(".\r\n..a\r\nb.\r\n"));
        Assert.That(length, Is.EqualTo(octets.Length));
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task A_list_with_endless_lines_is_not_held()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", "+OK", $"1 a {new string('x', 10_000)}", ".");
            await session.HangAsync();
        });
        await using var client = await LogInAsync(server);

        await Assert.ThrowsAsync<Pop3ProtocolException>(() => client.ListAsync(withSizes: false, Deadline));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task A_server_that_begins_a_line_and_trickles_does_not_hold_us_for_ever()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReadLineAsync();
            await session.SendAsync("+OK\r\n" + new string('x', 60_000));
            while (true)
            {
                await session.PauseAsync(TimeSpan.FromMilliseconds(20));
                await session.SendAsync("x");
            }
        });
        var options = server.Options with { CommandTimeout = TimeSpan.FromMilliseconds(300), MinimumRate = 1_000_000 };
        await using var client = await Pop3Client.ConnectAsync(options, Deadline);
        await client.AuthenticateAsync(Anna, Deadline);

        var error = await Assert.ThrowsAsync<Pop3ConnectionException>(() => client.RetrieveAsync(1, Stream.Null, Deadline));

        Assert.That(error!.Message, Does.Contain("CommandTimeout"));
    }

    [TestCase("UIDL", "+OK", "x a", ".")]
    [TestCase("UIDL", "+OK", "1", ".")]
    [TestCase("UIDL", "+OK", "0 a", ".")]
    [TestCase("UIDL", "+OK", "1 a", "1 b", ".")]
    [TestCase("UIDL", "+OK", "1 blåbær", ".")]
    [TestCase("UIDL", "+OK", "99999999999 a", ".")]
    [TestCase("UIDL", "what")]
    [TestCase("UIDL", "+OKAY")]
    [TestCase("UIDL", "+ ")]
    public async Task What_is_no_list_ends_the_session(string command, params string[] reply)
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync(command, reply);
        });
        await using var client = await LogInAsync(server);

        await Assert.ThrowsAsync<Pop3ProtocolException>(() => client.ListAsync(withSizes: false, Deadline));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task A_list_without_end_ends_at_the_limit()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", ["+OK", .. Enumerable.Range(1, 101).Select(number => $"{number} id{number}")]);
        });
        await using var client = await LogInAsync(server);

        await Assert.ThrowsAsync<Pop3ProtocolException>(() => client.ListAsync(withSizes: false, Deadline));
    }

    [Test]
    public async Task A_list_of_long_lines_ends_at_its_octets()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", ["+OK", .. Enumerable.Range(1, 40_000).Select(number => $"{number} id{number} {new string('x', 490)}")]);
        });
        await using var client = await Pop3Client.ConnectAsync(server.Options with { MaxMessages = 100_000 }, Deadline);
        await client.AuthenticateAsync(Anna, Deadline);

        var error = await Assert.ThrowsAsync<Pop3ProtocolException>(() => client.ListAsync(withSizes: false, Deadline));

        Assert.That(error!.Message, Does.Contain("bytes"));
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task Capabilities_without_end_end_at_the_limit()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.SendAsync("+OK ready\r\n");
            await session.ReplyAsync("CAPA", ["+OK", .. Enumerable.Range(1, 201).Select(number => $"X{number}")]);
        });

        await Assert.ThrowsAsync<Pop3ProtocolException>(() => Pop3Client.ConnectAsync(server.Options, Deadline));
    }

    [Test]
    public async Task A_message_that_is_larger_than_allowed_ends_the_session()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("RETR 1", "+OK", new string('x', 600), new string('x', 600), ".");
        });
        await using var client = await LogInAsync(server);

        var error = await Assert.ThrowsAsync<Pop3ProtocolException>(() => client.RetrieveAsync(1, new MemoryStream(), Deadline));

        Assert.That(error!.Message, Does.Contain("more than 1000 bytes (MaxMessageBytes)"));
    }

    [Test]
    public async Task A_line_that_breaks_in_a_message_is_told()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("RETR 1", "+OK", "Subject: half");
        });
        await using var client = await LogInAsync(server);

        await Assert.ThrowsAsync<Pop3ConnectionException>(() => client.RetrieveAsync(1, new MemoryStream(), Deadline));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task A_refusal_leaves_the_session_usable_and_a_refused_end_is_told()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("DELE 7", "-ERR no such message");
            await session.ReplyAsync("DELE 1", "+OK");
            await session.ReplyAsync("QUIT", "-ERR [SYS/TEMP] some deleted messages not removed");
        });
        await using var client = await LogInAsync(server);

        var refused = await Assert.ThrowsAsync<Pop3CommandException>(() => client.DeleteAsync(7, Deadline));
        await client.DeleteAsync(1, Deadline);
        var end = await Assert.ThrowsAsync<Pop3CommandException>(() => client.QuitAsync(Deadline));

        Assert.That((refused!.Command, refused.ServerText, refused.ConnectionUsable), Is.EqualTo(("DELE", "no such message", true)));
        Assert.That(end!.ServerText, Is.EqualTo("some deleted messages not removed"));
    }

    private static async Task<Pop3Client> LogInAsync(ScriptedPop3Server server)
    {
        var client = await Pop3Client.ConnectAsync(server.Options, Deadline);
        await client.AuthenticateAsync(Anna, Deadline);
        return client;
    }
}

using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Replacements for extensions that a server lacks, and commands that are split because of their length.</summary>
[CancelAfter(30_000)]
public sealed class FallbackTests
{
    /// <summary>The length that every server accepts, minus some space for the rest of the command.</summary>
    private const int LongestLine = 4100;

    private static readonly UidSet EveryOther = UidSet.Of(Enumerable.Range(1, 5_000).Select(number => (uint)(2 * number)));

    [Test]
    public async Task A_move_without_move_copies_and_removes_just_these(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("UIDPLUS");
            await session.AnswerAsync("UID COPY 3,8 \"Archive\"", "TAG OK [COPYUID 12 3,8 1:2] copied\r\n");
            await session.AnswerAsync("UID STORE 3,8 +FLAGS.SILENT (\\Deleted)", "TAG OK\r\n");
            await session.AnswerAsync("UID EXPUNGE 3,8", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var moved = await client.UidMoveAsync(UidSet.Of(3u, 8u), "Archive", cancellationToken);

        Assert.That(client.Capabilities.CanMove, Is.True);
        Assert.That(moved!.Uids, Is.EquivalentTo(new Dictionary<uint, uint> { [3] = 1, [8] = 2 }));
    }

    [Test]
    public async Task A_copy_that_fails_removes_nothing(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("UIDPLUS");
            await session.AnswerAsync("UID COPY", "TAG NO [OVERQUOTA] full\r\n");
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.CatchAsync<ImapCommandException>(() => client.UidMoveAsync(UidSet.Of(3u), "Archive", cancellationToken));
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public async Task A_move_that_would_touch_other_messages_is_refused(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(client.Capabilities.CanMove, Is.False);
        await Assert.CatchAsync<InvalidOperationException>(() => client.UidMoveAsync(UidSet.Of(3u), "Archive", cancellationToken));
        await client.NoopAsync(cancellationToken);
    }

    [TestCase("TAG OK [READ-ONLY]\r\n", true)]
    [TestCase("TAG NO gone\r\n", false)]
    public async Task Leaving_a_mailbox_without_unselect_expunges_nothing(string answer, bool isClosed, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("SELECT", "TAG OK\r\n");
            await session.AnswerAsync("EXAMINE \"Work\"", answer);
            if (isClosed)
            {
                await session.AnswerAsync("CLOSE", "TAG OK\r\n");
            }

            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);
        await client.SelectAsync("Work", null, cancellationToken);

        await client.UnselectAsync(cancellationToken);
        await client.UnselectAsync(cancellationToken);

        Assert.That(client.Selected, Is.Null);
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public async Task A_fetch_of_more_uids_than_a_line_holds_is_split(CancellationToken cancellationToken)
    {
        var asked = new List<string>();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            while (true)
            {
                var tag = await session.ExpectAsync("UID FETCH");
                asked.Add(session.Received[^1]);
                // An answer to a piece may only contain what the piece requested.
                await session.SendAsync($"* 1 FETCH (UID {asked[^1].Split(' ', ',')[3]} FLAGS ())\r\n{tag} OK\r\n");
            }
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var fetched = await client.ToListAsync(EveryOther, FetchItems.Flags, cancellationToken);

        Assert.That(asked.Count, Is.GreaterThan(3));
        Assert.That(asked.All(line => line.Length <= LongestLine));
        Assert.That(UidSet.Of(asked.SelectMany(line => line.Split(' ')[3].Split(',').Select(uint.Parse))), Is.EqualTo(EveryOther));
        Assert.That(fetched.Count, Is.EqualTo(asked.Count));
    }

    [Test]
    public async Task A_search_in_more_uids_than_a_line_holds_asks_for_their_span(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("UID SEARCH UID 2:10000", "* SEARCH 1 2 3 4 9999 10000 10002\r\nTAG OK\r\n");
            // The server reads it as "from the last message back to 999" and reports the last one.
            await session.AnswerAsync("UID SEARCH UID 999:*", "* SEARCH 12\r\nTAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(await client.UidSearchAsync(ImapSearch.Uids(EveryOther), cancellationToken), Is.EqualTo(UidSet.Of(2u, 4u, 10_000u)));
        Assert.That((await client.UidSearchAsync(ImapSearch.Uids(UidSet.From(999)), cancellationToken)).IsEmpty, Is.True);
        Assert.Catch<ArgumentException>(() => ImapSearch.Uids(UidSet.Empty));
    }
}

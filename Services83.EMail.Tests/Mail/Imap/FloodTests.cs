using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>A server may send anything at any time, but not without a limit; the reports of a large mailbox stay below the limit.</summary>
[CancelAfter(60_000)]
public sealed class FloodTests
{
    private const int Block = 1000;

    private static readonly Func<ImapClient, CancellationToken, Task> Noop = (client, token) => client.NoopAsync(token);
    private static readonly Func<ImapClient, CancellationToken, Task> List = (client, token) => client.ListAsync(token);
    private static readonly Func<ImapClient, CancellationToken, Task> Fetch = async (client, token) =>
    {
        await foreach (var response in client.UidFetchAsync(UidSet.Of(1), FetchItems.Body, null, token))
        {
            response.Dispose();
        }
    };

    private static readonly Func<ImapClient, CancellationToken, Task> FetchAll = async (client, token) =>
    {
        await foreach (var response in client.UidFetchAsync(UidSet.All, FetchItems.Flags, null, token))
        {
            response.Dispose();
        }
    };

    private static IEnumerable<TestCaseData> Floods()
    {
        yield return new TestCaseData(Noop, "NOOP", (int i) => "* OK Still here\r\n", "responses") { TestName = "Status responses" };
        yield return new TestCaseData(Noop, "NOOP", (int i) => "+ go on\r\n* 1 RECENT\r\n", "asks for more") { TestName = "Continuations" };
        yield return new TestCaseData(Noop, "NOOP", (int i) => $"* {i + 1} EXPUNGE\r\n", "responses") { TestName = "Messages that go away" };
        yield return new TestCaseData(Noop, "NOOP", (int i) => $"* X-UNKNOWN {i}\r\n", "responses") { TestName = "What nobody knows" };
        yield return new TestCaseData(Noop, "NOOP", (int i) => $"* OK {new string('x', 100_000)}\r\n", "bytes") { TestName = "Long lines" };
        yield return new TestCaseData(Noop, "NOOP", (int i) => new string('x', 100_000), "MaxLineLength") { TestName = "A line without end" };
        yield return new TestCaseData(List, "LIST", (int i) => $"* LIST () \"/\" folder{i}\r\n", "responses") { TestName = "Folders without end" };
        yield return new TestCaseData(Fetch, "UID FETCH", (int i) => $"* 1 FETCH (UID {i + 2} FLAGS ())\r\n", "responses") { TestName = "Flags that nobody asked for" };
        yield return new TestCaseData(Fetch, "UID FETCH", (int i) => "* 1 FETCH (UID 1 BODY[] {100000}\r\n" + new string('x', 100_000) + ")\r\n", "bytes")
        {
            TestName = "The same body again and again",
        };
        yield return new TestCaseData(FetchAll, "UID FETCH", (int i) => $"* {i + 1} FETCH (UID {i + 1} FLAGS ())\r\n", "responses") { TestName = "More messages than there are" };
        yield return new TestCaseData(FetchAll, "UID FETCH", (int i) => "* 4294967295 EXISTS\r\n", "responses") { TestName = "A mailbox of impossible size" };
    }

    [TestCaseSource(nameof(Floods))]
    public async Task A_flood_ends_the_connection_with_a_reason(
        Func<ImapClient, CancellationToken, Task> act, string command, Func<int, string> line, string reason)
    {
        var cancellationToken = TestContext.CurrentContext.CancellationToken;
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, 10);
            await session.ExpectAsync(command);
            for (var i = 0; ; i += Block)
            {
                await session.SendAsync(Lines(line, i));
            }
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { MaxMessages = 20_000, MaxMailboxes = 20_000 }, cancellationToken);
        await client.ExamineAsync("INBOX", null, cancellationToken);

        var error = await Assert.CatchAsync<ImapProtocolException>(() => act(client, cancellationToken));

        Assert.That(error.Message, Does.Contain(reason));
        Assert.That((error.IsTransient, client.IsConnected), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_login_that_asks_again_and_again_ends(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=PLAIN");
            await session.ExpectAsync("AUTHENTICATE");
            while (true)
            {
                await session.SendAsync(Lines(_ => "+ \r\n", 0));
            }
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.CatchAsync<ImapException>(
            () => client.AuthenticateAsync(Services83.EMail.Mail.Transport.MailCredentials.Password("a", "secret"), cancellationToken));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task What_happens_in_a_mailbox_of_a_hundred_thousand_messages_is_no_flood(CancellationToken cancellationToken)
    {
        const int Messages = 100_000;
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, Messages);
            var tag = await session.ExpectAsync("UID FETCH");
            for (var i = 0; i < Messages; i += Block)
            {
                await session.SendAsync(Lines(n => $"* {n + 1} FETCH (UID {n + 1} FLAGS (\\Seen $Forwarded $Junk))\r\n", i));
            }

            await session.SendAsync($"{tag} OK done\r\n");
            tag = await session.ExpectAsync("NOOP");
            for (var i = 0; i < Messages; i += Block)
            {
                await session.SendAsync(Lines(n => $"* {n + 1} FETCH (FLAGS (\\Deleted))\r\n", i));
            }

            for (var i = 0; i < Messages; i += Block)
            {
                await session.SendAsync(Lines(_ => "* 1 EXPUNGE\r\n", i));
            }

            await session.SendAsync($"{tag} OK done\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);
        await client.ExamineAsync("INBOX", null, cancellationToken);

        await FetchAll(client, cancellationToken);
        await client.NoopAsync(cancellationToken);

        Assert.That(client.Selected!.Exists, Is.EqualTo(0u));
    }

    [Test]
    public async Task Ten_thousand_folders_are_no_flood(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("LIST-EXTENDED LIST-STATUS");
            var tag = await session.ExpectAsync("LIST");
            for (var i = 0; i < 10_000; i += Block)
            {
                await session.SendAsync(Lines(n => $"* LIST () \"/\" folder{n}\r\n* STATUS folder{n} (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3)\r\n", i));
            }

            await session.SendAsync($"{tag} OK done\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await client.ListAsync(cancellationToken)).Count(mailbox => mailbox.Status is not null), Is.EqualTo(10_000));
    }

    private static async Task OpenAsync(ScriptedSession session, int messages)
    {
        await session.GreetAsync();
        await session.AnswerAsync("EXAMINE", $"* {messages} EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\nTAG OK done\r\n");
    }

    private static string Lines(Func<int, string> line, int first)
    {
        var text = new StringBuilder();
        for (var i = first; i < first + Block && text.Length < 1_000_000; i++)
        {
            text.Append(line(i));
        }

        return text.ToString();
    }
}

using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(20_000)]
public sealed class ResponseParserTests
{
    [TestCase("* OK ready", "Status(Status=Ok; Text=\"ready\")")]
    [TestCase("* OK [ALERT] do {5}", "Status(Status=Ok; Code=[ALERT|]; Text=\"do {5}\")")]
    [TestCase("* OK [broken", "Status(Status=Ok; Text=\"[broken\")")]
    [TestCase("* OK", "Status(Status=Ok; Text=\"\")")]
    [TestCase("* BAD Invalid tag", "Status(Status=Bad; Text=\"Invalid tag\")")]
    [TestCase("* BYE [UNAVAILABLE] later", "Status(Status=Bye; Code=[UNAVAILABLE|]; Text=\"later\")")]
    [TestCase("* preauth hi", "Status(Status=PreAuth; Text=\"hi\")")]
    [TestCase("A1 OK [APPENDUID 3 4] done", "Tagged(Tag=\"A1\"; Status=Ok; Code=[APPENDUID|3 4]; Text=\"done\")")]
    [TestCase("A1 no [badurl \"a]b\"] x", "Tagged(Tag=\"A1\"; Status=No; Code=[BADURL|\"a]b\"]; Text=\"x\")")]
    [TestCase("+ go ahead {7}", "Continuation(Text=\"go ahead {7}\")")]
    [TestCase("+", "Continuation(Text=\"\")")]
    [TestCase("* CAPABILITY IMAP4rev1  IDLE ", "Capability(Names=(IMAP4rev1 IDLE))")]
    [TestCase("* ENABLED QRESYNC", "Enabled(Names=(QRESYNC))")]
    [TestCase("* FLAGS (\\Seen custom-kw)", "Flags(Flags=(\\Seen custom-kw))")]
    [TestCase("* FLAGS ()", "Flags(Flags=())")]
    [TestCase("* 23 EXISTS", "Exists(Count=23)")]
    [TestCase("* 5 expunge", "Expunge(SequenceNumber=5)")]
    [TestCase("* 2 RECENT", "Unknown(Keyword=\"RECENT\")")]
    [TestCase("* XNEW (a {3} b", "Unknown(Keyword=\"XNEW\")")]
    [TestCase("*  ", "Unknown(Keyword=\"\")")]
    public async Task Simple_responses_are_read(string line, string expected, CancellationToken cancellationToken) =>
        Assert.That(await ResponseText.ReadAsync(line + "\r\n", cancellationToken), Is.EqualTo(expected));

    [TestCase("* LIST (\\HasChildren \\archive) \"/\" \"a b\"", "List(Attributes=(\\HasChildren \\archive); Delimiter=/; WireName=\"a b\"; IsLsub=False)")]
    [TestCase("* LIST () NIL INBOX", "List(Attributes=(); WireName=\"INBOX\"; IsLsub=False)")]
    [TestCase("* LIST () \"\\\\\" \"q\\\"uote\\\\\"", "List(Attributes=(); Delimiter=\\; WireName=\"q\"uote\\\"; IsLsub=False)")]
    [TestCase("* LSUB (\\Noselect) \".\" {4}\r\na{1} (x)", "Lsub: literal holds what it likes")]
    [TestCase("* LIST () \"/\" \"new\" (\"OLDNAME\" (\"old\"))", "List(Attributes=(); Delimiter=/; WireName=\"new\"; IsLsub=False)")]
    [TestCase("* STATUS {3}\r\na\"b (MESSAGES 3 HIGHESTMODSEQ 18446744073709551615 X-THING (1 2))", "StatusData(WireName=\"a\"b\"; Items=([MESSAGES, 3] [HIGHESTMODSEQ, 18446744073709551615]))")]
    [TestCase("* STATUS a (b) \"c (MESSAGES 3 MAILBOXID (x))", "StatusData(WireName=\"a (b) \"c\"; Items=([MESSAGES, 3]))")]
    [TestCase("* STATUS INBOX ()", "StatusData(WireName=\"INBOX\"; Items=())")]
    public async Task Mailbox_responses_are_read(string line, string expected, CancellationToken cancellationToken)
    {
        var text = await ResponseText.ReadAsync(line + "\r\n", cancellationToken);
        if (line.StartsWith("* LSUB", StringComparison.Ordinal))
        {
            Assert.That(text, Is.EqualTo("List(Attributes=(\\Noselect); Delimiter=.; WireName=\"a{1}\"; IsLsub=True)"));
        }
        else
        {
            Assert.That(text, Is.EqualTo(expected));
        }
    }

    [TestCase("* SEARCH", "Search(Uids=)")]
    [TestCase("* SEARCH 4 2 3 9 (MODSEQ 917162500)", "Search(Uids=2:4,9)")]
    [TestCase("* ESEARCH (TAG \"A1\") UID ALL 4:18,21,28", "Search(Uids=4:18,21,28)")]
    [TestCase("* ESEARCH (TAG \"A1\") UID COUNT 3 ALL 5:3 MODSEQ 7", "Search(Uids=3:5)")]
    [TestCase("* ESEARCH UID", "Search(Uids=)")]
    [TestCase("* VANISHED (EARLIER) 41,43:116", "Vanished(Earlier=True; Uids=41,43:116)")]
    [TestCase("* VANISHED 4294967295", "Vanished(Earlier=False; Uids=*)")]
    public async Task Sets_of_messages_are_read(string line, string expected, CancellationToken cancellationToken) =>
        Assert.That(await ResponseText.ReadAsync(line + "\r\n", cancellationToken), Is.EqualTo(expected));

    [TestCase("* 1 FETCH (UID 4294967295 FLAGS (\\seen \\Recent $Forwarded) MODSEQ (65402) RFC822.SIZE 44827)",
        "Fetch(SequenceNumber=1; Uid=4294967295; Flags=(\\Seen $Forwarded); Size=44827; ModSeq=65402)")]
    [TestCase("* 1 FETCH (INTERNALDATE \" 1-Jan-2026 02:03:04 +0130\" UID 1)", "Fetch(SequenceNumber=1; Uid=1; InternalDate=2026-01-01T02:03:04.0000000+01:30)")]
    [TestCase("* 1 FETCH (UID 1 INTERNALDATE \"yesterday\")", "Fetch(SequenceNumber=1; Uid=1)")]
    [TestCase("* 1 FETCH (BODY[] {11}\r\na\r\n) {9}\r\nx BODY[HEADER] NIL UID 3)", "Fetch(SequenceNumber=1; Uid=3; Body=\"a\r\n) {9}\r\nx\")")]
    [TestCase("* 1 FETCH (UID 3 BODY[] \"short\\\"\" BODY[HEADER] ~{0}\r\n)", "Fetch(SequenceNumber=1; Uid=3; Header=\"\"; Body=\"short\"\")")]
    [TestCase("* 1 FETCH (BODY[HEADER.FIELDS (TO \"A\")]<0> {2}\r\n\r\n BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" NIL) (\"\\\"\" {1}\r\n)) \"MIXED\") UID 3)",
        "Fetch(SequenceNumber=1; Uid=3)")]
    [TestCase("* 1 FETCH (ENVELOPE (\"ä\" ((NIL NIL \"a\" \"b\")) NIL) UID 3 )", "Fetch(SequenceNumber=1; Uid=3)")]
    public async Task Fetch_items_are_read_in_any_order(string line, string expected, CancellationToken cancellationToken) =>
        Assert.That(await ResponseText.ReadAsync(line + "\r\n", cancellationToken), Is.EqualTo(expected));

    [TestCase("* 1 FETCH (UID 0)")]
    [TestCase("* 1 FETCH (UID 4294967296)")]
    [TestCase("* 1 FETCH (UID -1)")]
    [TestCase("* 1 FETCH (UID 1")]
    [TestCase("* 1 FETCH UID 1")]
    [TestCase("* 1 FETCH (BODY[] {3} x)")]
    [TestCase("* 1 FETCH (BODY[ NIL)")]
    [TestCase("* 1 FETCH (BODY[] \"a\" BODY[] \"b\")")]
    [TestCase("* 4294967296 EXISTS")]
    [TestCase("* VANISHED 1:*")]
    [TestCase("* VANISHED 0")]
    [TestCase("* SEARCH 1 x")]
    [TestCase("* LIST (\\Noselect \"/\" x")]
    [TestCase("* LIST () \"/\" \"open")]
    [TestCase("* STATUS INBOX MESSAGES 1")]
    [TestCase("A1 BYE tagged")]
    [TestCase("A1")]
    [TestCase("HTTP/1.1 400 Bad Request")]
    public async Task Broken_grammar_is_a_protocol_error(string line, CancellationToken cancellationToken) =>
        Assert.That(await ResponseText.ReadAsync(line + "\r\n", cancellationToken), Does.StartWith("ERROR The server sent an invalid response"));

    [Test]
    public async Task Depth_is_limited_without_using_the_stack(CancellationToken cancellationToken)
    {
        var nested = new string('(', 900) + new string(')', 900);
        var abyss = new string('(', 30_000);

        Assert.That(await ResponseText.ReadAsync($"* 1 FETCH (BODYSTRUCTURE {nested} UID 1)\r\n", cancellationToken), Is.EqualTo("Fetch(SequenceNumber=1; Uid=1)"));
        Assert.That(await ResponseText.ReadAsync($"* 1 FETCH (BODYSTRUCTURE {abyss}\r\n", cancellationToken), Does.Contain("nested lists"));
    }

    [Test]
    public async Task Size_limits_name_the_option(CancellationToken cancellationToken)
    {
        Assert.That(await ResponseText.ReadAsync("* OK " + new string('x', 70_000), cancellationToken), Does.Contain("MaxLineLength"));
        Assert.That(await ResponseText.ReadAsync("* 1 FETCH (BODY[] {999999999999}\r\n", cancellationToken), Does.Contain("MaxLiteralBytes"));
        Assert.That(await ResponseText.ReadAsync("* 1 FETCH (BODY[] {99999999999999999999}\r\n", cancellationToken), Does.StartWith("ERROR"));
        Assert.That(await ResponseText.ReadAsync("* 1 FETCH (BODY[] {18446744073709551615}\r\n", cancellationToken), Does.Contain("impossible"));
        Assert.That(await ResponseText.ReadAsync(string.Concat(Enumerable.Repeat("* X {0}\r\n", 1)) + string.Concat(Enumerable.Repeat(" {0}\r\n", 10_001)), cancellationToken), Does.Contain("literals"));
    }

    [Test]
    public async Task Literals_of_a_broken_response_leave_no_file(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("imap-test-");
        var options = ResponseText.Options with { InMemoryLiteralLimit = 0, TempDirectory = folder.FullName };
        string[] inputs = ["* 1 FETCH (BODY[] {2}\r\nab oops", "* 1 FETCH (X {2}\r\nab UID 1)\r\n", "* 1 FETCH (BODY[] {2}\r\na", "* XNEW {2}\r\nab\r\n"];

        foreach (var input in inputs)
        {
            await ResponseText.ReadAsync(System.Text.Encoding.ASCII.GetBytes(input), _ => int.MaxValue, options, cancellationToken);
        }

        Assert.That(folder.GetFiles(), Is.Empty);
        folder.Delete();
    }
}

using System.Text;
using NUnit.Framework;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>FETCH, SEARCH, STORE, COPY, MOVE, EXPUNGE and APPEND.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxMessageTests : SandboxFixture
{
    [Test]
    public async Task Uid_fetch_gives_metadata()
    {
        await using var client = await SelectAsync();

        var lines = await client.OkAsync("UID FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE MODSEQ)", Deadline);

        Assert.That(lines, Is.EqualTo(new[]
        {
            $@"* 1 FETCH (UID 1 FLAGS (\Seen) INTERNALDATE "" 7-Mar-2025 08:09:10 -0500"" RFC822.SIZE {Hello.Length} MODSEQ (2))",
        }));
    }

    [TestCase("BODY.PEEK[]", "BODY[]", 0, int.MaxValue)]
    [TestCase("BODY.PEEK[HEADER]", "BODY[HEADER]", 0, 64)]
    [TestCase("BODY.PEEK[TEXT]", "BODY[TEXT]", 64, int.MaxValue)]
    [TestCase("BODY.PEEK[]<6.20>", "BODY[]<6>", 6, 20)]
    [TestCase("BODY.PEEK[]<80.1000>", "BODY[]<80>", 80, int.MaxValue)]
    [TestCase("BODY.PEEK[]<9999.10>", "BODY[]<9999>", 9999, 0)]
    public async Task Sections_and_parts_of_them_are_sent_octet_for_octet(string item, string label, int start, int length)
    {
        var all = Encoding.ASCII.GetString(Hello);
        var expected = start > all.Length ? "" : all.Substring(start, Math.Min(length, all.Length - start));
        await using var client = await SelectAsync();

        var lines = await client.OkAsync($"UID FETCH 1 {item}", Deadline);

        Assert.That(lines, Is.EqualTo(new[] { $"* 1 FETCH (UID 1 {label} {{{expected.Length}}}\r\n{expected})" }));
    }

    [Test]
    public async Task Gmails_id_is_sent_only_by_a_server_that_offers_it()
    {
        await using var client = await SelectAsync();

        Assert.That(await client.RunAsync("UID FETCH 1 X-GM-MSGID", Deadline), Has.Some.Contains("BAD"));
    }

    [Test]
    public async Task Peeking_does_not_mark_as_seen()
    {
        await using var client = await SelectAsync();

        await client.OkAsync("UID FETCH 2 BODY.PEEK[]", Deadline);

        Assert.That(Anna.Inbox.Find(2)!.Flags, Is.Empty);
    }

    [Test]
    public async Task Chosen_header_fields_are_sent()
    {
        await using var client = await SelectAsync();

        var lines = await client.OkAsync("FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (Subject Message-ID)])", Deadline);

        const string fields = "Subject: Hello\r\nMessage-ID: <1@x.example>\r\n\r\n";
        Assert.That(lines, Is.EqualTo(new[] { $"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (SUBJECT MESSAGE-ID)] {{{fields.Length}}}\r\n{fields})" }));
    }

    [Test]
    public async Task Envelope_is_sent_also_where_it_needs_a_literal()
    {
        Anna.Inbox.Append(Encoding.Latin1.GetBytes("From: \"A, B\" <a@x.example>, c@y.example\r\nSubject: sm\u00F8r\r\n\r\n"));
        await using var client = await SelectAsync();

        var line = (await client.OkAsync("UID FETCH 3 ENVELOPE", Deadline)).Single();

        Assert.That(line, Does.Contain("ENVELOPE (NIL {4}\r\nsm\u00F8r ((\"A, B\" NIL \"a\" \"x.example\")(NIL NIL \"c\" \"y.example\"))"));
    }

    [Test]
    public async Task Fetching_without_peek_marks_as_seen_and_says_so_once()
    {
        await using var client = await SelectAsync();

        var lines = await client.OkAsync("UID FETCH 2 BODY[TEXT]", Deadline);

        Assert.That(lines.Single(), Does.EndWith(@"FLAGS (\Seen))"));
        Assert.That(Anna.Inbox.Find(2)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
    }

    [TestCase("UID FETCH 1:* FLAGS", 2)]
    [TestCase("UID FETCH 999:* FLAGS", 1)]
    [TestCase("UID FETCH 77 FLAGS", 0)]
    [TestCase("FETCH 1,2 FAST", 2)]
    [TestCase("FETCH * FLAGS", 1)]
    [TestCase("UID FETCH 1:* FLAGS (CHANGEDSINCE 2)", 1)]
    [TestCase("UID FETCH 1:* FLAGS (CHANGEDSINCE 3)", 0)]
    public async Task Sets_choose_messages(string command, int count)
    {
        await using var client = await SelectAsync();

        Assert.That(await client.OkAsync(command, Deadline), Has.Count.EqualTo(count));
    }

    [Test]
    public async Task Vanished_messages_are_told_by_fetch()
    {
        await using var client = await LogInAsync();
        await client.OkAsync("ENABLE QRESYNC", Deadline);
        Anna.Inbox.Expunge(1);
        await client.OkAsync("SELECT INBOX", Deadline);

        var lines = await client.OkAsync("UID FETCH 1:* FLAGS (CHANGEDSINCE 3 VANISHED)", Deadline);

        Assert.That(lines, Is.EqualTo(new[] { "* VANISHED (EARLIER) 1" }));
    }

    [TestCase("FETCH 1 BODYSTRUCTURE")]
    [TestCase("FETCH 1 BODY[1.2]")]
    [TestCase("FETCH 0 FLAGS")]
    [TestCase("FETCH 1: FLAGS")]
    [TestCase("FETCH 1 BODY[]<1>")]
    [TestCase("UID FETCH 1 FLAGS (VANISHED)")]
    [TestCase("STORE 1 ?FLAGS (x)")]
    [TestCase("UID SEARCH NONSENSE")]
    [TestCase("UID SEARCH SINCE yesterday")]
    public async Task What_the_sandbox_does_not_know_is_a_bad(string command)
    {
        await using var client = await SelectAsync();

        Assert.That((await client.RunAsync(command, Deadline))[^1], Does.StartWith("BAD"));
    }

    [TestCase("ALL", "1 2")]
    [TestCase("UNSEEN", "2")]
    [TestCase("SEEN", "1")]
    [TestCase("NOT SEEN", "2")]
    [TestCase("UID 2:9", "2")]
    [TestCase("1", "1")]
    [TestCase("SINCE 8-Mar-2025", "2")]
    [TestCase("SINCE 7-Mar-2025", "1 2")]
    [TestCase("BEFORE 8-Mar-2025", "1")]
    [TestCase("HEADER MESSAGE-ID <1@x.example>", "1")]
    [TestCase("HEADER Message-ID {13+}\r\n<1@x.example>", "1")]
    [TestCase("OR (UNSEEN) SUBJECT hell", "1 2")]
    [TestCase("MODSEQ 3", "2")]
    [TestCase("DELETED", "")]
    public async Task Uid_search_finds(string keys, string found)
    {
        await using var client = await SelectAsync();

        Assert.That(await client.OkAsync("UID SEARCH " + keys, Deadline), Is.EqualTo(new[] { ("* SEARCH " + found).Trim() }));
    }

    [Test]
    public async Task Store_sets_adds_and_removes_flags()
    {
        await using var client = await SelectAsync();

        Assert.That(await client.OkAsync(@"UID STORE 1 +FLAGS (\Flagged $Work)", Deadline), Is.EqualTo(new[] { @"* 1 FETCH (UID 1 FLAGS ($Work \Flagged \Seen))" }));
        Assert.That(await client.OkAsync(@"STORE 1 -FLAGS (\SEEN)", Deadline), Is.EqualTo(new[] { @"* 1 FETCH (FLAGS ($Work \Flagged))" }));
        Assert.That(await client.OkAsync(@"STORE 1:2 FLAGS.SILENT \Answered", Deadline), Is.Empty);
        Assert.That(Anna.Inbox.Messages.Select(message => message.Flags.Single()), Is.EqualTo(new[] { @"\Answered", @"\Answered" }));
        Assert.That(await client.OkAsync("NOOP", Deadline), Is.Empty);
    }

    [Test]
    public async Task A_conditional_store_leaves_alone_what_changed_meanwhile()
    {
        await using var client = await SelectAsync();
        Anna.Inbox.SetFlags(1, @"\Flagged");

        var lines = await client.RunAsync(@"UID STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\Deleted)", Deadline);

        Assert.That(lines[0], Is.EqualTo("* 2 FETCH (UID 2 MODSEQ (5))"));
        Assert.That(lines[^1], Does.StartWith("OK [MODIFIED 1]"));
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Flagged" }));
    }

    [Test]
    public async Task Copy_and_move_tell_the_new_uids()
    {
        Anna["Trash"].Append(Hello);
        await using var client = await SelectAsync();
        var trash = Anna["Trash"].UidValidity;

        Assert.That((await client.RunAsync("UID COPY 1:2 Trash", Deadline))[^1], Does.StartWith($"OK [COPYUID {trash} 1:2 2:3]"));
        var lines = await client.RunAsync("UID MOVE 1 Trash", Deadline);

        Assert.That(lines, Is.EqualTo(new[] { $"* OK [COPYUID {trash} 1 4] Moved UIDs.", "* 1 EXPUNGE", "OK Move completed." }));
        Assert.That(Anna["Trash"].Find(4)!.Raw.ToArray(), Is.EqualTo(Hello));
        Assert.That(Anna["Trash"].Find(4)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
        Assert.That((await client.RunAsync("COPY 1 Nowhere", Deadline))[^1], Does.StartWith("NO [TRYCREATE]"));
        await client.OkAsync("MOVE 1 Trash", Deadline);
        Assert.That(Anna.Inbox.Messages, Is.Empty);
    }

    [Test]
    public async Task Expunge_removes_what_is_marked_and_uid_expunge_only_the_named()
    {
        Anna.Inbox.SetFlags(1, @"\Deleted");
        Anna.Inbox.SetFlags(2, @"\Deleted");
        await using var client = await SelectAsync();

        Assert.That(await client.OkAsync("UID EXPUNGE 2", Deadline), Is.EqualTo(new[] { "* 2 EXPUNGE" }));
        Assert.That(await client.OkAsync("EXPUNGE", Deadline), Is.EqualTo(new[] { "* 1 EXPUNGE" }));
        Assert.That(Anna.Inbox.Messages, Is.Empty);
    }

    [Test]
    public async Task Append_stores_octets_flags_and_date_and_tells_the_uid()
    {
        await using var client = await SelectAsync();

        var lines = await client.RunAsync("APPEND \"Bl&AOU-b&AOY-r &- S&APg-n\" (\\Draft $X) \" 1-Feb-2024 03:04:05 +0100\" {9+}\r\nA: b\r\n\r\nc", Deadline);

        var folder = Anna["Blåbær & Søn"];
        Assert.That(lines[^1], Does.StartWith($"OK [APPENDUID {folder.UidValidity} 1]"));
        var stored = folder.Find(1)!;
        Assert.That(Encoding.ASCII.GetString(stored.Raw.Span), Is.EqualTo("A: b\r\n\r\nc"));
        Assert.That(stored.Flags, Is.EqualTo(new[] { "$X", @"\Draft" }));
        Assert.That(stored.InternalDate, Is.EqualTo(new DateTimeOffset(2024, 2, 1, 3, 4, 5, TimeSpan.FromHours(1))));
        Assert.That((await client.RunAsync("APPEND Sent {0+}\r\n", Deadline))[^1], Does.StartWith("NO"));
    }
}

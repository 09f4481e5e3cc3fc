using NUnit.Framework;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>LIST, LSUB, STATUS, SELECT and the commands that make, rename and remove folders.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxFolderTests : SandboxFixture
{
    private const string Blueberry = "\"Bl&AOU-b&AOY-r &- S&APg-n\"";

    [Test]
    public async Task One_list_command_tells_the_status_of_every_selectable_folder()
    {
        await using var client = await LogInAsync();

        var lines = await client.OkAsync("LIST \"\" \"*\" RETURN (SPECIAL-USE SUBSCRIBED STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ UNSEEN))", Deadline);

        Assert.That(lines, Does.Contain($"* STATUS \"INBOX\" (MESSAGES 2 UIDNEXT 3 UIDVALIDITY {Anna.Inbox.UidValidity} HIGHESTMODSEQ 3 UNSEEN 1)"));
        Assert.That(lines, Does.Contain(@"* LIST (\HasNoChildren \Subscribed \Sent) ""/"" ""Sent"""));
        Assert.That(lines, Does.Contain(@"* LIST (\Noselect \HasChildren \Subscribed \Archive) ""/"" ""Archive"""));
        Assert.That(lines, Does.Contain(@"* LIST (\HasNoChildren \Subscribed) ""/"" " + Blueberry));
        Assert.That(lines.Count(line => line.StartsWith("* LIST", StringComparison.Ordinal)), Is.EqualTo(8));
        Assert.That(lines.Count(line => line.StartsWith("* STATUS", StringComparison.Ordinal)), Is.EqualTo(7));
    }

    [TestCase("\"\" inbox", "INBOX")]
    [TestCase("\"\" Arch*", "Archive,Archive/2025")]
    [TestCase("\"\" %", "Archive,Blåbær,Drafts,INBOX,Junk,Sent,Trash")]
    [TestCase("Archive/ %", "Archive/2025")]
    [TestCase("\"\" (Sent Tr%)", "Sent,Trash")]
    [TestCase("\"\" S%t", "Sent")]
    [TestCase("\"\" nothing", "")]
    public async Task Patterns_choose_folders(string arguments, string expected)
    {
        await using var client = await LogInAsync();

        var names = (await client.OkAsync("LIST " + arguments, Deadline)).Select(line => line[(line.IndexOf("\"/\" \"", StringComparison.Ordinal) + 5)..^1]);

        Assert.That(string.Join(',', names).Replace("Bl&AOU-b&AOY-r &- S&APg-n", "Blåbær"), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_hierarchy_separator_namespace_and_special_use_can_be_asked_for()
    {
        await using var client = await LogInAsync();

        Assert.That(await client.OkAsync("LIST \"\" \"\"", Deadline), Is.EqualTo(new[] { "* LIST (\\Noselect) \"/\" \"\"" }));
        Assert.That(await client.OkAsync("NAMESPACE", Deadline), Is.EqualTo(new[] { "* NAMESPACE ((\"\" \"/\")) NIL NIL" }));
        Assert.That(await client.OkAsync("LIST (SPECIAL-USE) \"\" *", Deadline), Has.Count.EqualTo(5));
        Assert.That(await client.OkAsync("ID NIL", Deadline), Has.One.StartsWith("* ID ("));
    }

    [Test]
    public async Task Subscriptions_show_in_lsub()
    {
        await using var client = await LogInAsync();
        await client.OkAsync("UNSUBSCRIBE Junk", Deadline);
        Assert.That(await client.OkAsync("LSUB \"\" J*", Deadline), Is.Empty);
        Assert.That(await client.OkAsync("LIST (SUBSCRIBED) \"\" J*", Deadline), Is.Empty);

        await client.OkAsync("SUBSCRIBE Junk", Deadline);

        Assert.That(await client.OkAsync("LSUB \"\" J*", Deadline), Is.EqualTo(new[] { "* LSUB () \"/\" \"Junk\"" }));
    }

    [Test]
    public async Task Folders_are_created_renamed_with_their_children_and_deleted()
    {
        await using var client = await LogInAsync();
        await client.OkAsync("CREATE Projects", Deadline);
        await client.OkAsync("CREATE \"Projects/S&APg-n &- 1\"", Deadline);
        var uidValidity = Anna["Projects/Søn & 1"].UidValidity;

        await client.OkAsync("RENAME Projects Old", Deadline);

        Assert.That(Anna["Old/Søn & 1"].UidValidity, Is.EqualTo(uidValidity));
        await client.OkAsync("DELETE Old", Deadline);
        Assert.That(Anna.Folders.Select(folder => folder.Name), Does.Contain("Old/Søn & 1").And.Not.Contain("Old").And.Not.Contain("Projects"));
    }

    [TestCase("SELECT Nowhere", "NO [NONEXISTENT]")]
    [TestCase("SELECT Archive", "NO [NONEXISTENT]")]
    [TestCase("STATUS Archive (MESSAGES)", "NO [NONEXISTENT]")]
    [TestCase("CREATE inbox", "NO [ALREADYEXISTS]")]
    [TestCase("CREATE a//b", "NO [CANNOT]")]
    [TestCase("CREATE &broken", "NO [CANNOT]")]
    [TestCase("DELETE INBOX", "NO [CANNOT]")]
    [TestCase("RENAME Sent Junk", "NO [ALREADYEXISTS]")]
    [TestCase("APPEND Nowhere {1+}\r\nx", "NO [TRYCREATE]")]
    [TestCase("STATUS INBOX (NONSENSE)", "BAD")]
    [TestCase("LIST \"\" * RETURN (NONSENSE)", "BAD")]
    public async Task What_cannot_be_is_refused(string command, string reply)
    {
        await using var client = await LogInAsync();

        Assert.That((await client.RunAsync(command, Deadline))[^1], Does.StartWith(reply));
        await client.OkAsync("NOOP", Deadline);
    }

    [Test]
    public async Task Select_describes_the_folder()
    {
        Anna.Inbox.SetFlags(2, "$Label1");
        await using var client = await LogInAsync();

        var lines = await client.RunAsync("SELECT InBox", Deadline);

        Assert.That(lines, Is.EqualTo(new[]
        {
            @"* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Label1)",
            @"* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Label1 \*)] Flags permitted.",
            "* 2 EXISTS", "* 0 RECENT", "* OK [UNSEEN 2] First unseen.",
            $"* OK [UIDVALIDITY {Anna.Inbox.UidValidity}] UIDs valid", "* OK [UIDNEXT 3] Predicted next UID",
            $"* OK [MAILBOXID ({Anna.Inbox.MailboxId})] Ok", "* OK [HIGHESTMODSEQ 4] Highest",
            "OK [READ-WRITE] Select completed.",
        }));
    }

    [Test]
    public async Task Examine_opens_for_reading_only()
    {
        await using var client = await LogInAsync();

        Assert.That((await client.RunAsync("EXAMINE INBOX", Deadline))[^1], Does.StartWith("OK [READ-ONLY]"));
        await client.OkAsync("UID FETCH 2 BODY[]", Deadline);
        Assert.That(Anna.Inbox.Find(2)!.Flags, Is.Empty);
        foreach (var command in new[] { "STORE 1 +FLAGS (\\Flagged)", "EXPUNGE", "UID MOVE 1 Trash" })
        {
            Assert.That((await client.RunAsync(command, Deadline))[^1], Does.StartWith("NO [READ-ONLY]"), command);
        }
    }

    [Test]
    public async Task Close_expunges_and_unselect_does_not()
    {
        Anna.Inbox.SetFlags(1, @"\Deleted");
        await using var client = await SelectAsync();
        await client.OkAsync("UNSELECT", Deadline);
        Assert.That(Anna.Inbox.Messages, Has.Count.EqualTo(2));
        await client.OkAsync("SELECT INBOX", Deadline);

        Assert.That(await client.OkAsync("CLOSE", Deadline), Is.Empty);

        Assert.That(Anna.Inbox.Messages.Select(message => message.Uid), Is.EqualTo(new[] { 2u }));
        Assert.That((await client.RunAsync("FETCH 1 FLAGS", Deadline))[^1], Does.StartWith("BAD"));
    }

    [Test]
    public async Task Qresync_tells_what_vanished_and_changed_since()
    {
        var known = Anna.Inbox.HighestModSeq;
        Anna.Inbox.Append(Hello);
        Anna.Inbox.SetFlags(2, @"\Flagged");
        Anna.Inbox.Expunge(1);
        await using var client = await LogInAsync();
        Assert.That(await client.OkAsync("ENABLE QRESYNC", Deadline), Is.EqualTo(new[] { "* ENABLED QRESYNC" }));

        var lines = await client.OkAsync($"SELECT INBOX (QRESYNC ({Anna.Inbox.UidValidity} {known} 1:2))", Deadline);

        Assert.That(lines.SkipWhile(line => !line.Contains("HIGHESTMODSEQ", StringComparison.Ordinal)).Skip(1), Is.EqualTo(new[]
        {
            "* VANISHED (EARLIER) 1", @"* 1 FETCH (UID 2 FLAGS (\Flagged) MODSEQ (5))",
        }));
    }

    [Test]
    public async Task Qresync_with_another_uidvalidity_is_a_plain_select()
    {
        var old = Anna.Inbox.UidValidity;
        Anna.Inbox.ResetUidValidity();
        await using var client = await LogInAsync();
        await client.OkAsync("ENABLE QRESYNC", Deadline);

        var lines = await client.OkAsync($"SELECT INBOX (QRESYNC ({old} 1))", Deadline);

        Assert.That(Anna.Inbox.UidValidity, Is.GreaterThan(old));
        Assert.That(lines, Does.Contain($"* OK [UIDVALIDITY {Anna.Inbox.UidValidity}] UIDs valid"));
        Assert.That(lines, Has.None.Contains("VANISHED").And.None.Contains("FETCH"));
    }

    [Test]
    public async Task Qresync_without_enable_is_refused()
    {
        await using var client = await LogInAsync();

        Assert.That((await client.RunAsync("SELECT INBOX (QRESYNC (1 1))", Deadline))[^1], Does.StartWith("BAD"));
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>A server that names the content of messages: each content is fetched once, however many folders show it, and never mistaken.</summary>
[Category(Tier.Engines)]
[TestFixture("EMAILID")]
[TestFixture("X-GM-MSGID")]
[CancelAfter(120_000)]
public sealed partial class FamiliarMessageTests(string item) : SyncFixture
{
    private const string AllMail = "All Mail";

    private static readonly string[] Labels = ["Home", "Work", "[Gmail]/Important", AllMail];

    [Test]
    public async Task A_message_with_three_labels_is_fetched_once_and_has_its_own_flags_in_each_folder()
    {
        await StartAsync();
        var uid = Anna.Inbox.Append(Message("labelled"), [@"\Seen"]);
        foreach (var label in Labels)
        {
            Anna[label].Append(Message("labelled"), label == "Work" ? [@"\Flagged"] : []);
        }

        Anna["Work"].Append(Message("only at work"));
        Anna[AllMail].Append(Message("only at work"));
        Anna[AllMail].Append(Message("archived"));
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(Bodies("INBOX"), Has.Count.EqualTo(6).And.Contains(uid));
        Assert.That(Bodies("Work"), Is.EqualTo(new[] { Anna["Work"].Messages[^1].Uid }));
        Assert.That(Bodies(AllMail), Is.EqualTo(new[] { Anna[AllMail].Messages[^1].Uid }), "it is fetched last although its name is the first");
        Assert.That(Bodies("Home").Concat(Bodies("[Gmail]/Important")), Is.Empty);
    }

    [Test]
    public async Task A_message_that_moved_or_was_renumbered_keeps_its_id_and_is_not_fetched_again()
    {
        await StartAsync();
        await SyncAsync();
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Server.Log.Clear();
        Anna.Inbox.Move(Anna["Work"], Anna.Inbox.Messages[0].Uid);
        Anna.Inbox.ResetUidValidity();
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.EqualTo(ids));
        Assert.That(Server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("BODY.PEEK[]"));
    }

    [TestCase("another size", "1@test.example", "A much longer subject")]
    [TestCase("another Message-ID", "2@test.example", "Subject 2")]
    [TestCase("no Message-ID", null, "Subject 2")]
    public async Task A_server_with_one_id_for_different_messages_cannot_have_the_wrong_one_shown(string difference, string? messageId, string subject)
    {
        await StartAsync();
        Server.Faults.OnEvery("UID FETCH").Rewrite(line => Ids().Replace(line, item == "EMAILID" ? "EMAILID (M1)" : "X-GM-MSGID 1"));
        foreach (var message in Anna.Inbox.Messages)
        {
            Anna.Inbox.Expunge(message.Uid);
        }

        var first = Lie(messageId is null ? null : "1@test.example", "Subject 1");
        Anna.Inbox.Append(first);
        await SyncAsync();
        Anna["Work"].Append(Lie(messageId, subject));
        await SyncAsync();
        Anna["Home"].Append(Lie(messageId, subject));
        Anna["Home"].Append(first);
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(Bodies("Home"), Has.Count.EqualTo(2), $"{difference}: an id of two contents says nothing");
    }

    [Test]
    public async Task A_header_alone_is_no_content_that_is_known()
    {
        await StartAsync(("Mail:MaxMessageBytes", "4096"));
        byte[] large = [.. Message("large"), .. Enumerable.Repeat((byte)'x', 5000)];
        Anna.Inbox.Append(large);
        await SyncAsync();
        Anna["Work"].Append(large);
        await SyncAsync();

        Assert.That(Server.Log.Entries.Count(entry => entry.Line.Contains("BODY.PEEK[HEADER])", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task What_another_account_has_is_fetched_again()
    {
        await StartAsync();
        await SyncAsync();
        Server.Log.Clear();
        var other = await Engine.AddAccountAsync(Server, Anna);

        Assert.That((await Engine.SyncAsync(other, Deadline)).Error, Is.Null);
        Assert.That(Bodies("INBOX"), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Without_a_message_that_may_be_known_nothing_more_is_asked()
    {
        await StartAsync();
        await SyncAsync();
        Anna.Inbox.Append(Message("news"));
        Server.Log.Clear();
        await SyncAsync();

        Assert.That(Server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("HEADER.FIELDS"));
    }

    [TestCase("drop", 1)]
    [TestCase("drop", 3)]
    [TestCase("always drop", 1)]
    [TestCase("always refuse", 1)]
    public async Task An_interruption_between_batches_loses_nothing(string fault, int nth)
    {
        await StartAsync(("Sync:BatchMessages", "1"));
        Anna.Inbox.Copy(Anna[AllMail], Anna.Inbox.Messages.Select(message => message.Uid));
        var rule = fault.StartsWith("always", StringComparison.Ordinal) ? Server.Faults.OnEvery("UID FETCH") : Server.Faults.On("UID FETCH", nth);
        rule = rule.Containing("HEADER.FIELDS");
        _ = fault == "always refuse" ? rule.ReplyNo("cannot parse") : rule.DropLine();
        for (var run = 0; run < 7 && (await Engine.SyncAsync(Account, Deadline)).Error is not null; run++)
        {
            // Each run stores a part of the messages.
        }

        await AssertEqualAsync();
        Assert.That(Bodies("INBOX"), Is.EquivalentTo(Anna.Inbox.Messages.Select(message => message.Uid)));
        Assert.That(rule.Hits, Is.Positive);
    }

    [Test]
    public async Task A_message_is_new_once_in_whichever_folder_it_is_returned()
    {
        await StartAsync();
        await SyncAsync();
        var messages = Engine.Get<MessageReader>();
        var (inbox, work, all) = (await FolderAsync("INBOX"), await FolderAsync("Work"), await FolderAsync(AllMail));
        await messages.SetAnnouncedAsync((await messages.UnannouncedAsync([inbox, work, all], 100, Deadline)).Select(message => message.ItemId), Deadline);
        foreach (var folder in (string[])["INBOX", "Work", AllMail])
        {
            Anna[folder].Append(Message("new"));
        }

        await SyncAsync();
        var together = await messages.UnannouncedAsync([inbox, work, all], 100, Deadline);
        Assert.That(together.Select(message => message.FolderId), Is.EqualTo(new[] { inbox }));
        var atWork = await messages.UnannouncedAsync([work], 100, Deadline);
        Assert.That(atWork, Has.Count.EqualTo(1), "a caller that only asks for this folder must see it");
        await messages.SetAnnouncedAsync([atWork[0].ItemId], Deadline);
        Assert.That(await messages.UnannouncedAsync([inbox, work, all], 100, Deadline), Is.Empty);
        Anna["Home"].Append(Message("new"));
        await SyncAsync();
        Assert.That(await messages.UnannouncedAsync([await FolderAsync("Home")], 100, Deadline), Is.Empty, "a label that is added later");
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        await StartAsync(item == "EMAILID" ? SandboxCapabilities.Full : SandboxCapabilities.Gmail, [("Sync:SweepSeconds", "3600"), .. settings]);
        foreach (var label in Labels)
        {
            Anna.CreateFolder(label, label switch { AllMail => @"\All", "[Gmail]/Important" => @"\Important", _ => null });
        }
    }

    private async Task<int> FolderAsync(string name) =>
        (await Engine.Get<FolderStore>().ListAsync(Account, Deadline)).Single(folder => folder.Name == name).FolderId;

    private static byte[] Lie(string? messageId, string subject) => Encoding.ASCII.GetBytes(
        $"From: a@test.example\r\nSubject: {subject}\r\n{(messageId is null ? "" : $"Message-ID: <{messageId}>\r\n")}\r\nText of {subject}.\r\n");

    /// <summary>UIDs of the whole messages that were fetched from a folder.</summary>
    private List<uint> Bodies(string folder)
    {
        var found = new List<uint>();
        foreach (var connection in Server.Log.Entries.GroupBy(entry => entry.Connection))
        {
            var open = "";
            foreach (var line in connection.Select(entry => entry.Line))
            {
                open = Opened().Match(line) is { Success: true } opened ? opened.Groups[1].Value : open;
                if (open == folder && WholeMessages().Match(line) is { Success: true } fetched)
                {
                    found.AddRange(fetched.Groups[1].Value.Split(',').SelectMany(Range));
                }
            }
        }

        return found;
    }

    private static IEnumerable<uint> Range(string range)
    {
        var ends = range.Split(':').Select(end => uint.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        for (var uid = ends.Min(); uid <= ends.Max(); uid++)
        {
            yield return uid;
        }
    }

    [GeneratedRegex(@"EMAILID \(\w+\)|X-GM-MSGID \d+")]
    private static partial Regex Ids();

    [GeneratedRegex("(?:EXAMINE|SELECT) \"?([^\"(]*[^\"( ])")]
    private static partial Regex Opened();

    [GeneratedRegex(@"UID FETCH (\S+) .*BODY\.PEEK\[\]")]
    private static partial Regex WholeMessages();
}

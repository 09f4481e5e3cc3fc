using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Messages;

/// <summary>Every message of the demo's mailboxes, odd ones included, comes through.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class DemoMailTests : SoapFixture
{
    private readonly Dictionary<string, JsonElement> _bySubject = [];
    private JsonElement _folders;

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task Start()
    {
        var demo = SandboxMailboxes.CreateDemo(seed: 1, TimeProvider.System);
        await StartAsync(demo[0], demo[1]);
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var json = await GetAsync<string>(SoapTestServer.Anna, "RefreshFolderForAssociate", ("Folders", null));
        _folders = JsonDocument.Parse(json!).RootElement;
        foreach (var email in _folders.EnumerateArray().SelectMany(folder => folder.GetProperty("Emails").EnumerateArray()))
        {
            _bySubject[email.GetProperty("Subject").GetString()!] = email;
        }
    }

    [Test]
    public void The_json_of_the_folders_is_complete()
    {
        var told = _folders.EnumerateArray().SelectMany(folder => folder.GetProperty("Emails").EnumerateArray().Select(email => (
            folder.GetProperty("Name").GetString(), email.GetProperty("ServerId").GetUInt32(), email.GetProperty("Size").GetInt32(),
            email.GetProperty("Flags").GetString()!.Contains("Seen", StringComparison.Ordinal))));
        var there = AnnasMail.Folders.Where(folder => folder.IsSelectable).SelectMany(folder => folder.Messages.Select(message => (
            folder.Name, message.Uid, message.Raw.Length, message.Flags.Contains(@"\Seen"))));

        Assert.That(told, Is.EquivalentTo(there));
        foreach (var folder in _folders.EnumerateArray())
        {
            var messages = AnnasMail[folder.GetProperty("Name").GetString()!].Messages;
            Assert.That(folder.GetProperty("TotalItems").GetInt32(), Is.EqualTo(messages.Count));
            Assert.That(folder.GetProperty("UnreadItems").GetInt32(), Is.EqualTo(messages.Count(message => !message.Flags.Contains(@"\Seen"))));
        }
    }

    [Test]
    public async Task Every_message_is_read_with_all_its_attachments()
    {
        var attachments = 0;
        foreach (var email in _folders.EnumerateArray().SelectMany(folder => folder.GetProperty("Emails").EnumerateArray()))
        {
            var id = email.GetProperty("EmailItemId").GetInt32();
            var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", id), ("IncludeAttachments", true));

            Assert.That((entity?.EmailItemId, entity?.Size), Is.EqualTo((id, email.GetProperty("Size").GetInt32())));
            Assert.That(entity?.Attachments?.Select(attachment => attachment.Stream?.Length), Is.EqualTo(entity?.Attachments?.Select(attachment => attachment.Size)));
            attachments += entity!.Attachments!.Length;
        }

        Assert.That(attachments, Is.GreaterThan(20));
    }

    [TestCase("Смета на ремонт крыши", "Смета готова, пришлите, пожалуйста, адрес.")]
    [TestCase("見積書の件", "見積書を送ってください。")]
    [TestCase("Grüße aus dem Süden", "Schöne Grüße, die Blätter fallen schon.")]
    [TestCase("Prices – “final”", "The price is 40 € – “final”, they say…")]
    [TestCase("Zażółć gęślą jaźń", "Dzień dobry, łąka jest już skoszona.")]
    [TestCase("报价 / 견적 / ใบเสนอราคา", "你好 · 안녕하세요 · สวัสดี · שלום · مرحبا")]
    [TestCase("👩‍🌾🚜 harvest 🫐🫐🫐", "👍🏽 done! 🫐")]
    [TestCase("Thirty levels deep", "At the bottom.")]
    [TestCase("boundary never closed", "The end is missing.")]
    [TestCase("no sender, no MIME", "Just text.")]
    public async Task Old_charsets_and_broken_structures_become_readable_text(string subject, string text)
    {
        var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", IdOf(subject)));

        Assert.That(entity?.PlainBody, Does.Contain(text));
    }

    [Test]
    public async Task Control_characters_do_not_break_the_reply()
    {
        var subject = _bySubject.Keys.Single(candidate => candidate.StartsWith("control characters", StringComparison.Ordinal));

        var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", IdOf(subject)));

        Assert.That(entity?.Subject, Does.StartWith("control characters").And.EndsWith("in here"));
        Assert.That(entity?.PlainBody, Does.StartWith("Bell: ").And.Contain("NUL-free."));
    }

    [Test]
    public async Task Names_of_attachments_are_safe_for_any_file_system()
    {
        var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", IdOf("Awkward file names")));

        var names = entity!.Attachments!.Select(attachment => attachment.Filename).ToArray();
        Assert.That(names, Has.Length.EqualTo(3));
        Assert.That(names, Has.None.Contains("/").And.None.Contains("\"").And.None.EqualTo("CON.txt"));
    }

    private int IdOf(string subject) => _bySubject[subject].GetProperty("EmailItemId").GetInt32();
}

using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Tests.Commands;

/// <summary>Long messages are in a second file: both belong to a backup, and neither works without the other.</summary>
[Category(Tier.Engines)]
[CancelAfter(90_000)]
public sealed class BodyBackupCommandTests : CommandFixture
{
    private SandboxAccount _anna = null!;
    private SandboxImapServer _mail = null!;

    private string Backup => Path.Combine(Folder, "backup");

    private string Bodies => Path.Combine(DataFolder, "email.bodies.db");

    [SetUp]
    public async Task SyncMailboxAsync()
    {
        TestStorage.RequireSqlite("PostgreSQL has one place for all messages.");
        _anna = Mailbox("anna");
        _mail = await StartMailServerAsync(_anna);
        await AddUserAsync("anna");
        await ImportAsync(_mail, "anna", _anna);
        await MustRunAsync("", ["sync", .. SettingsFor(_mail)]);
    }

    [Test]
    public async Task Long_messages_come_back_from_a_backup()
    {
        await ReceiveLongAsync();
        await MustRunAsync("", "backup", Backup);
        File.Delete(Bodies);
        var missing = await RunAsync("status");
        var doctor = await RunAsync("doctor", "--offline");
        await MustRunAsync("", "restore", Backup, "--replace");

        Assert.That(missing.Error, Does.Contain($"'{Bodies}' is missing"));
        Assert.That(doctor.ExitCode, Is.EqualTo(2), doctor.ToString());
        Assert.That(doctor.Output, Does.Contain($"'{Bodies}' is missing"));
        using var database = OpenDatabase();
        await AssertStoredAsync(database, _mail);
        await MustRunAsync("", ["doctor", .. SettingsFor(_mail)]);
    }

    [Test]
    public async Task A_backup_from_before_there_was_such_a_file_is_restored_without_the_file_of_today()
    {
        await MustRunAsync("", "backup", Backup);
        Assert.That(Directory.EnumerateFiles(Backup).Select(Path.GetFileName), Is.EquivalentTo(["email.db", "backup.json"]));
        await ReceiveLongAsync();

        var restored = await MustRunAsync("", "restore", Backup, "--replace", "--json");

        var replaced = JsonNode.Parse(restored.Output)!["replaced"]!.GetValue<string>();
        Assert.That(File.Exists(Bodies), Is.False);
        Assert.That(File.Exists(Path.Combine(replaced, "email.bodies.db")));
        await MustRunAsync("", ["sync", .. SettingsFor(_mail)]);
        using var database = OpenDatabase();
        await AssertStoredAsync(database, _mail);
    }

    private async Task ReceiveLongAsync()
    {
        _anna.Inbox.Append(GeneratedMail.Large(1, 300_000));
        await MustRunAsync("", ["sync", .. SettingsFor(_mail)]);
        Assert.That(File.Exists(Bodies));
    }
}

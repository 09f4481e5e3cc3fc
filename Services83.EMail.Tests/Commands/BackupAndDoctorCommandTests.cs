using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(90_000)]
public sealed class BackupAndDoctorCommandTests : CommandFixture
{
    [SetUp]
    public void RequireSqlite() => TestStorage.RequireSqlite("A database of PostgreSQL is backed up by its own tools.");

    [Test]
    public async Task A_running_server_is_backed_up_examined_and_restored_with_its_keys()
    {
        var anna = Mailbox("anna");
        var mail = await StartMailServerAsync(anna);
        await AddUserAsync("anna");
        await ImportAsync(mail, "anna", anna);
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
        var backup = Path.Combine(Folder, "backup");
        await using var server = await Server.StartAsync(["--urls=http://127.0.0.1:0", .. SettingsFor(mail)], Deadline);
        var made = await MustRunAsync("", "backup", backup);
        var again = await RunAsync("backup", backup);
        var running = await RunAsync("restore", backup, "--replace");
        var doctor = await MustRunAsync("", ["doctor", .. SettingsFor(mail)]);
        await server.StopAsync(Deadline);
        await server.DisposeAsync();
        await AddUserAsync("bob");
        var refused = await RunAsync("restore", backup);
        var restored = await MustRunAsync("", "restore", backup, "--replace", "--json");

        Assert.That(made.Output, Does.StartWith($"'{backup}' holds the database and 1 keys as of 20"));
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((1, $"'{backup}' exists already. Name a folder that does not.")));
        Assert.That(running.Error, Does.EndWith("Stop it first."));
        Assert.That(doctor.Rows.Select(row => row[0]), Is.All.EqualTo("ok"), doctor.Output);
        Assert.That(doctor.Output, Does.Contain("accepts the login").And.Contain("is valid until").And.Contain("is sound"));
        Assert.That(refused.Error, Does.StartWith("There is data already: ").And.EndsWith("--replace moves it into a folder beside it."));
        Assert.That(Directory.Exists(JsonNode.Parse(restored.Output)!["replaced"]!.GetValue<string>()));
        Assert.That((await MustRunAsync("", "user", "list")).Rows.Select(row => row[1]), Is.EqualTo(["anna"]), "bob came later");
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
        using var database = OpenDatabase();
        await AssertStoredAsync(database, mail);
    }

    [Test]
    public async Task A_backup_that_was_changed_or_is_none_changes_nothing()
    {
        await AddUserAsync("anna");
        var backup = Path.Combine(Folder, "backup");
        await MustRunAsync("", "backup", backup);
        var file = Path.Combine(backup, "email.db");
        var bytes = await File.ReadAllBytesAsync(file, Deadline);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Deadline);
        var changed = await RunAsync("restore", backup, "--replace");
        var none = await RunAsync("restore", Folder, "--replace");

        Assert.That((changed.ExitCode, changed.Error), Is.EqualTo((1, $"The file email.db of the backup '{backup}' is missing or was changed. Use another backup.")));
        Assert.That((none.ExitCode, none.Error), Is.EqualTo((1, $"'{Folder}' is not a backup of this program: it has no valid backup.json.")));
        Assert.That((await MustRunAsync("", "user", "list")).Rows, Has.Count.EqualTo(1));
        Assert.That(Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName), Is.EquivalentTo(["data", "backup"]), "nothing unfinished is left");
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task What_is_wrong_is_found_with_what_to_do()
    {
        var mail = await StartMailServerAsync(Mailbox("anna"));
        await AddUserAsync("anna");
        await MustRunAsync(
            "wrong\n", "account", "add", "anna@test.example", "--associate", "anna", "--server", $"imaps://{mail.Host}:{mail.TlsPort}", "--user", "anna", "--no-test");
        var key = Directory.EnumerateFiles(Path.Combine(DataFolder, "keys")).Single();
        File.SetUnixFileMode(DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        var found = await RunAsync(["doctor", "--json", .. SettingsFor(mail)]);
        File.Move(key, key + ".away");
        var keyless = await RunAsync("doctor", "--offline");
        var unset = await RunAsync("doctor", "--Sync:MaxConcurrentAccounts=0");

        Assert.That((found.ExitCode, keyless.ExitCode, unset.ExitCode), Is.EqualTo((2, 2, 2)), found.ToString());
        var findings = JsonNode.Parse(found.Output)!.AsArray().Where(finding => finding!["severity"]!.GetValue<string>() != "ok").ToList();
        Assert.That(findings.Select(finding => finding!["severity"]!.GetValue<string>()), Is.EquivalentTo(["warning", "error"]));
        Assert.That(findings.Select(finding => finding!["advice"]!.GetValue<string>()), Has.Some.EqualTo($"Run: chmod 700 {DataFolder}").And.Some.StartsWith("With a new password: account password 1."));
        Assert.That(keyless.Output, Does.Contain("cannot be decrypted with the keys in"));
        Assert.That(unset.Output, Does.Contain("Sync:MaxConcurrentAccounts"));
    }
}

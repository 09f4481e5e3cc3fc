using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class AccountCommandTests : CommandFixture
{
    [SetUp]
    public Task AddAnna() => AddUserAsync("anna");

    [Test]
    public async Task An_account_is_added_listed_and_removed()
    {
        var added = await MustRunAsync(
            "secret\n", "account", "add", "anna@test.example", "--associate", "Anna", "--server", "imap://mail.test.example:1143",
            "--user", "a1", "--smtp", "mail.test.example", "--interval", "60", "--no-test");
        var listed = await MustRunAsync("", "account", "list");
        var removed = await MustRunAsync("", "account", "remove", "1");
        var again = await RunAsync("account", "remove", "1");

        Assert.That(added.Output, Is.EqualTo("Account 1 is anna@test.example."));
        Assert.That(listed.Rows, Is.EqualTo(new[] { new[] { "1", "anna@test.example", "anna", "IMAP", "imap://mail.test.example:1143", "a1", "60 s" } }));
        Assert.That(removed.Output, Is.EqualTo("Account 1 is removed."));
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((1, "There is no account 1.")));
    }

    [TestCase("anna@test.example", "nobody", "mail.test.example", "There is no associate with the login name 'nobody'.")]
    [TestCase("anna", "anna", "mail.test.example", "'anna' is not an e-mail address.")]
    [TestCase("anna@test.example", "anna", "http://mail", "The server must be imaps://… or imap://…, not http://.")]
    public async Task What_cannot_be_an_account_is_refused(string email, string associate, string server, string reason)
    {
        var result = await RunWithInputAsync("secret\n", "account", "add", email, "--associate", associate, "--server", server);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, reason)));
    }

    [Test]
    public async Task Servers_are_found_shown_and_used_when_the_operator_confirms()
    {
        string[] add = ["account", "add", "anna@gmail.com", "--associate", "anna"];
        var asked = await RunWithInputAsync("secret\n", add);
        var added = await MustRunAsync("secret\n", [.. add, "--yes", "--user", "anna.a", "--no-test"]);
        var unknown = await RunWithInputAsync("secret\n", "account", "add", "anna@localhost", "--associate", "anna", "--yes");

        Assert.That((asked.ExitCode, asked.Error), Is.EqualTo((1, "Nothing was added. Give --yes to use these servers, or name others with --server.")));
        Assert.That(added.Output, Does.StartWith("Found in: Gmail (list of large providers)").And.Contain("Incoming mail: IMAP, imap.gmail.com:993, TLS, user anna.a"));
        Assert.That(added.Output, Does.Contain("Outgoing mail: smtp.gmail.com:465, TLS").And.EndWith("Account 1 is anna@gmail.com."));
        Assert.That((unknown.ExitCode, unknown.Error), Is.EqualTo((1, "'anna@localhost' is not an e-mail address with a domain.")));
        Assert.That((await MustRunAsync("", "account", "list")).Rows.Single()[4..6], Is.EqualTo(new[] { "imap.gmail.com:993", "anna.a" }));
    }

    [Test]
    public async Task An_account_with_POP3_is_added_imported_and_set()
    {
        var added = await MustRunAsync(
            "secret\n", "account", "add", "anna@test.example", "--associate", "anna", "--server", "mail.test.example", "--protocol", "pop3", "--delete-after", "14", "--no-test");
        await ImportTextAsync(
            "email,associate,server,password,protocol,delete_after\nb@test.example,anna,mail.test.example:110,p,,\nc@test.example,anna,pop3s://mail.test.example:1995,p,POP3,0\n");
        var imap = await RunWithInputAsync(
            "secret\n", "account", "add", "d@test.example", "--associate", "anna", "--server", "mail.test.example", "--delete-after", "14");
        var set = await MustRunAsync("", "account", "change", "1", "--delete-after", "never");
        var refused = await RunAsync("account", "change", "7", "--delete-after", "1");
        var rows = (await MustRunAsync("", "account", "list")).Rows;

        Assert.That(added.Output, Is.EqualTo("Account 1 is anna@test.example."));
        Assert.That((imap.ExitCode, imap.Error), Is.EqualTo((1, "Only of accounts with POP3 messages are deleted on the server after days.")));
        Assert.That(set.Output, Is.EqualTo("Account 1 is changed."));
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((1, "There is no account 7.")));
        Assert.That(rows.Select(row => (row[3], row[4])), Is.EqualTo(new[]
        {
            ("POP3", "mail.test.example:995"), ("POP3", "mail.test.example:110"), ("POP3, deleted there after 0 d", "pop3s://mail.test.example:1995"),
        }));
    }

    [Test]
    public async Task The_limit_of_a_cache_is_set_imported_and_exported()
    {
        await ImportTextAsync(
            "email,associate,server,password,max_cache\na@test.example,anna,mail.test.example,p,500M\nb@test.example,anna,mail2.test.example,p,none\nc@test.example,anna,mail3.test.example,p,\n");
        await MustRunAsync("", "account", "change", "3", "--max-cache", "2G");
        var exported = await MustRunAsync("", "account", "export");
        var refused = await RunAsync("account", "change", "1", "--max-cache", "lots");
        await MustRunAsync("", "account", "change", "1", "--max-cache", "default");
        var again = await MustRunAsync("", "account", "import", await WriteAsync(exported.Output + "\n"));
        var json = await MustRunAsync("", "account", "list", "--json");

        Assert.That(exported.Output, Does.Match("a@test.*,524288000,.*\n.*b@test.*,none,.*\n.*c@test.*,2147483648,"));
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((1, "'lots' is no size. Write a number of bytes, a size such as 500M or 2G, none for any amount, or default.")));
        Assert.That(again.Output, Is.EqualTo("0 accounts added, 1 changed, 2 unchanged."));
        Assert.That(json.Output, Does.Contain("\"maxCacheBytes\": 524288000").And.Contain("\"maxCacheBytes\": 0,").And.Contain("\"maxCacheBytes\": 2147483648"));
    }

    [Test]
    public async Task A_file_is_imported_with_quotes_byte_order_mark_and_either_line_end()
    {
        await ImportTextAsync(
            "\uFEFFemail,associate,server,user,password,smtp,interval\r\n"
            + "anna@test.example,anna,imaps://mail.test.example,,\"with \"\"quotes\"\", and comma\",,\r\n\r\n"
            + "\"sales@test.example\", ANNA ,mail.test.example:143,sales,øre,smtp.test.example,0\n");

        var rows = (await MustRunAsync("", "account", "list")).Rows;
        Assert.That(rows, Is.EqualTo(new[]
        {
            new[] { "1", "anna@test.example", "anna", "IMAP", "mail.test.example:993", "anna@test.example", "300 s" },
            ["2", "sales@test.example", "anna", "IMAP", "mail.test.example:143", "sales", "0 s"],
        }));
        Assert.That((await PasswordAsync(1), await PasswordAsync(2)), Is.EqualTo(("with \"quotes\", and comma", "øre")));
    }

    [Test]
    public async Task All_bad_lines_are_named_and_nothing_is_imported()
    {
        string[] lines =
        [
            "email,associate,server,password", "anna@test.example,anna,mail,p", "bob@test.example,nobody,mail,p", "bob@test.example,anna,mail,", "bob@test.example,anna,mail",
            "bob@test.example,anna,http://mail,p", "Anna@test.example,anna,mail:143,p",
        ];
        var result = await RunAsync("account", "import", await WriteAsync(string.Join('\n', lines)));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error.Split('\n'), Is.EqualTo(new[]
        {
            "Line 3: There is no associate with the login name 'nobody'.", "Line 4: The column password is missing or empty.", "Line 5: There are 3 fields, the header has 4.",
            "Line 6: The server must be imaps://… or imap://…, not http://.", "Line 7: Line 2 has the login 'Anna@test.example' on mail already.", "Nothing was imported.",
        }));
        Assert.That((await MustRunAsync("", "account", "list")).Rows, Is.Empty);
    }

    [Test]
    public async Task A_mailbox_is_not_added_twice_for_the_same_associate()
    {
        await AddUserAsync("bob");
        string[] add = ["account", "add", "sales@test.example", "--server", "imap://mail.test.example", "--user", "ANNA", "--no-test", "--associate"];
        await ImportTextAsync("email,associate,server,user,password\nanna@test.example,anna,mail.test.example,anna,p\n");

        var again = await RunWithInputAsync("secret\n", [.. add, "anna"]);
        var forBob = await RunWithInputAsync("secret\n", [.. add, "bob"]);

        Assert.That(
            (again.ExitCode, again.Error), Is.EqualTo((1, "Account 1 (anna@test.example) has the login 'ANNA' on mail.test.example already.")));
        Assert.That(forBob.Output, Is.EqualTo("Account 2 is sales@test.example."), "what is tried in vain takes no number");
    }

    [Test]
    public async Task A_file_that_is_imported_again_changes_what_it_says_and_leaves_the_rest()
    {
        const string File = "email,associate,server,password,smtp\nbob@test.example,anna,mail,p1,smtp.test.example\nanna@test.example,anna,mail,p2,\n";
        var first = await ImportTextAsync(File);
        await MustRunAsync("", "account", "change", "2", "--interval", "77");
        var second = await ImportTextAsync(File);
        var third = await ImportTextAsync("email,associate,server,user,password\nbob@test.example,anna,mail,,p3\nanna@test.example,anna,mail.other.example,a2,\n");
        var export = await MustRunAsync("", "account", "export");
        var fourth = await ImportTextAsync(export.Output);

        Assert.That(
            new[] { first, second, third, fourth }.Select(result => result.Output),
            Is.EqualTo(["2 accounts added, 0 changed, 0 unchanged.", "0 accounts added, 0 changed, 2 unchanged.", "0 accounts added, 2 changed, 0 unchanged.", "0 accounts added, 0 changed, 2 unchanged."]));
        Assert.That((await PasswordAsync(1), await PasswordAsync(2)), Is.EqualTo(("p3", "p2")));
        Assert.That(export.Output.Split('\n')[1..], Is.EqualTo(new[]
        {
            "bob@test.example,anna,mail:993,bob@test.example,,smtp.test.example:465,300,imap,,,,", "anna@test.example,anna,mail.other.example:993,a2,,,77,imap,,,,",
        }));
    }

    [Test]
    public async Task A_login_is_tried_before_it_is_stored_and_programs_get_JSON()
    {
        var anna = Mailbox("anna");
        var mail = await StartMailServerAsync(anna);
        string[] add = ["account", "add", "anna@test.example", "--associate", "anna", "--server", $"imaps://{mail.Host}:{mail.TlsPort}", "--user", "anna", .. SettingsFor(mail)];
        var refused = await RunWithInputAsync("wrong\n", add);
        var added = await MustRunAsync($"{anna.Password}\n", [.. add, "--json"]);
        anna.Password = "changed by its owner";
        var tested = await RunAsync(["account", "test", "--json", .. SettingsFor(mail)]);
        var renewed = await MustRunAsync("changed by its owner\n", ["account", "password", "1", .. SettingsFor(mail)]);
        var paused = await MustRunAsync("", "account", "disable", "1");
        var list = JsonNode.Parse((await MustRunAsync("", "account", "list", "--json")).Output)!.AsArray();

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("refused the credentials").And.EndsWith("Nothing was stored. --no-test stores it anyway."));
        Assert.That(JsonNode.Parse(added.Output)!["accountId"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(tested.ExitCode, Is.EqualTo(2), tested.ToString());
        Assert.That(JsonNode.Parse(tested.Output)![0]!["succeeded"]!.GetValue<bool>(), Is.False);
        Assert.That((renewed.Output, paused.Output), Is.EqualTo(("Account 1 has a new password.", "Account 1 is disabled.")));
        Assert.That((list.Count, list[0]!["emailAddress"]!.GetValue<string>(), list[0]!["disabled"]!.GetValue<bool>()), Is.EqualTo((1, "anna@test.example", true)));
    }

    [Test]
    public async Task A_missing_file_is_named()
    {
        var file = Path.Combine(Folder, "none.csv");
        var result = await RunAsync("account", "import", file);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, $"There is no file {file}.")));
    }

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(Folder, "accounts.csv");
        await File.WriteAllTextAsync(file, text, Deadline);
        return file;
    }

    private async Task<ProgramResult> ImportTextAsync(string text) => await MustRunAsync("", "account", "import", await WriteAsync(text));

    /// <summary>The login that a sync would use, read by the same services on the same data folder.</summary>
    private async Task<string> PasswordAsync(int accountId)
    {
        using var host = await EMail.Commands.CommandServices.BuildAsync(
            EMail.Commands.CommandServices.CreateBuilder([$"--Storage:DataFolder={DataFolder}"]), Deadline);
        var accounts = (AccountStore)host.Services.GetService(typeof(AccountStore))!;
        return (await accounts.FindForSyncAsync(accountId, Deadline))!.Incoming.Password.Reveal();
    }
}

using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class AccountCommandTests : ProgramFixture
{
    [SetUp]
    public Task AddAnna() => AddUserAsync("anna");

    [Test]
    public async Task An_account_is_added_listed_and_removed()
    {
        var added = await MustRunAsync(
            "secret\n", "account", "add", "anna@test.example", "--associate", "Anna", "--server", "imap://mail.test.example:1143",
            "--user", "a1", "--smtp", "mail.test.example", "--interval", "60");
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
        var added = await MustRunAsync("secret\n", [.. add, "--yes", "--user", "anna.a"]);
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
            "secret\n", "account", "add", "anna@test.example", "--associate", "anna", "--server", "mail.test.example", "--protocol", "pop3", "--delete-after", "14");
        await ImportTextAsync(
            "email,associate,server,password,protocol,delete_after\nb@test.example,anna,mail.test.example:110,p,,\nc@test.example,anna,pop3s://mail.test.example:1995,p,POP3,0\n");
        var imap = await RunWithInputAsync(
            "secret\n", "account", "add", "d@test.example", "--associate", "anna", "--server", "mail.test.example", "--delete-after", "14");
        var set = await MustRunAsync("", "account", "set", "1", "--delete-after", "never");
        var refused = await RunAsync("account", "set", "7", "--delete-after", "1");
        var rows = (await MustRunAsync("", "account", "list")).Rows;

        Assert.That(added.Output, Is.EqualTo("Account 1 is anna@test.example."));
        Assert.That((imap.ExitCode, imap.Error), Is.EqualTo((1, "Only of accounts with POP3 messages are deleted on the server after days.")));
        Assert.That(set.Output, Is.EqualTo("Messages of account 1 are left on the server."));
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((1, "There is no account 7 with POP3.")));
        Assert.That(rows.Select(row => (row[3], row[4])), Is.EqualTo(new[]
        {
            ("POP3", "mail.test.example:995"), ("POP3", "mail.test.example:110"), ("POP3, deleted there after 0 d", "pop3s://mail.test.example:1995"),
        }));
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

    [TestCase("bob@test.example,nobody,mail,p", "Line 3: There is no associate with the login name 'nobody'. Nothing was imported.")]
    [TestCase("bob@test.example,anna,mail,", "Line 3: The column password is missing or empty. Nothing was imported.")]
    [TestCase("bob@test.example,anna,mail", "Line 3 has 3 fields, the header has 4. Nothing was imported.")]
    [TestCase("bob@test.example,anna,http://mail,p", "Line 3: The server must be imaps://… or imap://…, not http://. Nothing was imported.")]
    public async Task A_bad_line_is_named_and_nothing_is_imported(string line, string reason)
    {
        var file = await WriteAsync($"email,associate,server,password\nanna@test.example,anna,mail,p\n{line}\n");
        var result = await RunAsync("account", "import", file);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, reason)));
        Assert.That((await MustRunAsync("", "account", "list")).Rows, Is.Empty);
    }

    [Test]
    public async Task A_mailbox_is_not_added_twice_for_the_same_associate()
    {
        await AddUserAsync("bob");
        string[] add = ["account", "add", "sales@test.example", "--server", "imap://mail.test.example", "--user", "ANNA", "--associate"];
        await ImportTextAsync("email,associate,server,user,password\nanna@test.example,anna,mail.test.example,anna,p\n");

        var again = await RunWithInputAsync("secret\n", [.. add, "anna"]);
        var forBob = await RunWithInputAsync("secret\n", [.. add, "bob"]);

        Assert.That(
            (again.ExitCode, again.Error), Is.EqualTo((1, "Account 1 (anna@test.example) has the login 'ANNA' on mail.test.example already.")));
        Assert.That(forBob.Output, Is.EqualTo("Account 2 is sales@test.example."), "what is tried in vain takes no number");
    }

    [Test]
    public async Task A_file_that_is_imported_again_or_names_a_mailbox_twice_adds_nothing()
    {
        var twice = await WriteAsync("email,associate,server,password\nanna@test.example,anna,mail,p\nbob@test.example,anna,mail,p\nAnna@test.example,anna,mail:143,p\n");
        var refused = await RunAsync("account", "import", twice);
        var none = (await MustRunAsync("", "account", "list")).Rows;
        await ImportTextAsync("email,associate,server,password\nbob@test.example,anna,mail,p\nanna@test.example,anna,mail,p\n");
        var again = await RunAsync("account", "import", Path.Combine(Folder, "accounts.csv"));

        Assert.That(
            (refused.ExitCode, refused.Error),
            Is.EqualTo((1, $"Line 4: Account 1 (anna@test.example) has the login 'Anna@test.example' on mail already. Nothing was imported.")));
        Assert.That(none, Is.Empty);
        Assert.That(
            (again.ExitCode, again.Error),
            Is.EqualTo((1, "Line 2: Account 1 (bob@test.example) has the login 'bob@test.example' on mail already. Nothing was imported.")));
        Assert.That((await MustRunAsync("", "account", "list")).Rows, Has.Count.EqualTo(2));
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

    private async Task ImportTextAsync(string text) => await MustRunAsync("", "account", "import", await WriteAsync(text));

    /// <summary>The login that a sync would use, read by the same services on the same data folder.</summary>
    private async Task<string> PasswordAsync(int accountId)
    {
        using var host = await EMail.Commands.CommandServices.BuildAsync(
            EMail.Commands.CommandServices.CreateBuilder([$"--Storage:DataFolder={DataFolder}"]), Deadline);
        var accounts = (AccountStore)host.Services.GetService(typeof(AccountStore))!;
        return (await accounts.FindForSyncAsync(accountId, Deadline))!.Incoming.Password.Reveal();
    }
}

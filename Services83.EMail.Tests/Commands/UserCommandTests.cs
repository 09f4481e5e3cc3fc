using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Commands;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class UserCommandTests : CommandFixture
{
    [Test]
    public async Task Users_are_added_and_listed()
    {
        var first = await AddUserAsync("anna", "--name", "Anna Å", "--email", "anna@test.example", "--admin");
        var second = await AddUserAsync("robot", "--id", "77", "--system");
        var list = await MustRunAsync("", "user", "list");

        Assert.That(first.Output, Is.EqualTo("Associate 1 is anna."));
        Assert.That(second.Output, Is.EqualTo("Associate 77 is robot."));
        Assert.That(list.Rows, Is.EqualTo(new[]
        {
            new[] { "1", "anna", "Anna Å", "anna@test.example", "administrator", "enabled" },
            ["77", "robot", "robot", "", "SystemAssociate", "enabled"],
        }));
    }

    [Test]
    public async Task A_user_gets_limits_of_its_own_by_a_command_and_by_an_import()
    {
        await AddUserAsync("anna");
        await AddUserAsync("bob");
        await MustRunAsync("", "user", "change", "anna", "--max-calls-per-minute", "100", "--max-messages-per-hour", "none");
        var file = Path.Combine(Folder, "users.csv");
        await File.WriteAllTextAsync(file, "login,max_calls_per_minute,max_messages_per_hour\nanna,,20\nbob,none,\n", Deadline);
        var imported = await MustRunAsync("", "user", "import", file);
        var changed = await MustRunAsync("", "user", "change", "bob", "--max-calls-per-minute", "default", "--json");
        var refused = await RunAsync("user", "change", "bob", "--max-calls-per-minute", "0");
        var list = await MustRunAsync("", "user", "list", "--json");

        Assert.That(imported.Output, Is.EqualTo("0 users added, 2 changed, 0 unchanged."));
        Assert.That(changed.Output, Does.Contain("\"maxCallsPerMinute\": null"));
        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((1, "'0' is neither a number from 1 to 1000000 nor 'none' nor 'default'.")));
        Assert.That(list.Output, Does.Match("""(?s)"anna".*"maxCallsPerMinute": 100,\s+"maxMessagesPerHour": 20,.*"bob".*"maxCallsPerMinute": null,\s+"maxMessagesPerHour": null"""));
    }

    [Test]
    public async Task A_taken_login_name_in_any_letter_case_is_refused()
    {
        await AddUserAsync("anna");
        var again = await RunWithInputAsync("long-enough\n", "user", "add", "ANNA");

        Assert.That((again.ExitCode, again.Output), Is.EqualTo((1, "")));
        Assert.That(again.Error, Is.EqualTo("There is an associate with the login name 'anna' already."));
    }

    [Test]
    public async Task A_user_is_changed_and_removed_and_its_name_is_free_then()
    {
        await AddUserAsync("anna");
        await AddUserAsync("bob");
        await MustRunAsync("secret\n", "account", "add", "anna@test.example", "--associate", "anna", "--server", "mail.test.example", "--no-test");
        await LogInAsync("anna");
        var tickets = await MustRunAsync("", "ticket", "list");
        await MustRunAsync("", "user", "change", "anna", "--name", "Anna Ås", "--admin", "true");
        var changed = (await MustRunAsync("", "user", "list")).Rows[0];
        var asked = await RunAsync("user", "remove", "anna");
        await MustRunAsync("", "user", "remove", "Anna", "--yes");
        var again = await AddUserAsync("anna");

        Assert.That(tickets.Rows.Single()[1], Is.EqualTo("anna"));
        Assert.That(changed[1..5], Is.EqualTo(new[] { "anna", "Anna Ås", "", "administrator" }));
        Assert.That((asked.ExitCode, asked.Error), Is.EqualTo((1, "anna has the accounts 1. Give --yes to remove them too.")));
        Assert.That(again.Output, Is.EqualTo("Associate 3 is anna."), "the id is not used again");
        Assert.That((await MustRunAsync("", "user", "list")).Rows.Select(row => row[0]), Is.EqualTo(["3", "2"]));
        Assert.That((await MustRunAsync("", "account", "list")).Rows, Is.Empty);
        Assert.That((await MustRunAsync("", "ticket", "list")).Rows, Is.Empty);
    }

    [Test]
    public async Task Users_are_imported_twice_and_all_bad_lines_are_named()
    {
        var file = Path.Combine(Folder, "users.csv");
        await File.WriteAllTextAsync(file, "login,password,name,admin\nanna,long-enough-1,Anna,yes\nbob,short,,\n,x,,\nANNA,long-enough-1,,perhaps\n", Deadline);
        var refused = await RunAsync("user", "import", file);
        await File.WriteAllTextAsync(file, "login,password,name,admin\nanna,long-enough-1,Anna,yes\nbob,long-enough-2,,\n", Deadline);
        var first = await MustRunAsync("", "user", "import", file);
        var second = await MustRunAsync("", "user", "import", file);
        await File.WriteAllTextAsync(file, "login,name\nanna,Anna Ås\nbob,\n", Deadline);
        var third = await MustRunAsync("", "user", "import", file, "--json");

        Assert.That(refused.Error.Split('\n'), Is.EqualTo(new[]
        {
            "Line 3: A password has 8 to 1024 characters.", "Line 4: The column login is missing or empty.", "Line 5: The column admin is yes or no, not 'perhaps'.", "Nothing was imported.",
        }));
        Assert.That((first.Output, second.Output), Is.EqualTo(("2 users added, 0 changed, 0 unchanged.", "0 users added, 0 changed, 2 unchanged.")));
        Assert.That(third.Output, Does.Contain("\"changed\": 1"));
        Assert.That((await MustRunAsync("", "user", "list")).Rows.Select(row => (row[2], row[4])), Is.EqualTo(new[] { ("Anna Ås", "administrator"), ("bob", "InternalAssociate") }));
    }

    [TestCase("password")]
    [TestCase("disable")]
    [TestCase("enable")]
    public async Task An_unknown_user_is_named(string verb)
    {
        var result = await RunWithInputAsync("long-enough\n", "user", verb, "nobody");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, "There is no associate with the login name 'nobody'.")));
    }

    [Test]
    public async Task Tickets_are_listed_and_revoked_one_by_one_of_a_user_and_all()
    {
        await AddUserAsync("anna");
        await AddUserAsync("bob");
        foreach (var login in new[] { "anna", "anna", "bob", "bob" })
        {
            await LogInAsync(login);
        }

        var id = (await MustRunAsync("", "ticket", "list")).Rows[0][0];
        var one = await MustRunAsync("", "ticket", "revoke", id);
        var again = await RunAsync("ticket", "revoke", id);
        var ofAnna = await MustRunAsync("", "ticket", "revoke", "--user", "anna", "--json");
        var nothing = await RunAsync("ticket", "revoke");
        var left = (await MustRunAsync("", "ticket", "list")).Rows.Select(row => row[1]).Distinct();
        await MustRunAsync("", "ticket", "revoke", "--all");

        Assert.That((one.Output, again.Error), Is.EqualTo(("1 tickets are revoked.", $"There is no ticket with the id {id}.")));
        Assert.That(ofAnna.Output, Does.Match("\"revoked\": [12]"));
        Assert.That((nothing.ExitCode, nothing.Error), Is.EqualTo((1, "Name one ticket, or give --user or --all.")));
        Assert.That(left, Is.EqualTo(["bob"]));
        Assert.That((await MustRunAsync("", "ticket", "list")).Rows, Is.Empty);
    }

    /// <summary>As a client does, by the services that the doors use.</summary>
    private async Task LogInAsync(string login)
    {
        using var host = await CommandServices.BuildAsync(CommandServices.CreateBuilder(TestStorage.ArgumentsFor(DataFolder)), Deadline);
        await host.Services.GetRequiredService<Authenticator>().LogInAsync(login, Password, null, null, Deadline);
    }
}

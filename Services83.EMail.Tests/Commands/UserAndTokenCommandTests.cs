using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class UserAndTokenCommandTests : ProgramFixture
{
    [Test]
    public async Task A_password_comes_from_the_environment_or_standard_input_and_is_needed()
    {
        var variable = new Dictionary<string, string> { ["SERVICES83_PASSWORD"] = "from-environment" };
        var byVariable = await (await StartAsync(["user", "add", "anna"], environment: variable)).WaitForExitAsync(Deadline);
        var byInput = await RunWithInputAsync("from-input\r\n", "user", "add", "bob");
        var without = await RunAsync("user", "add", "carl");
        var asArgument = await RunAsync("user", "add", "dora", "--password", "secret");

        Assert.That((byVariable.ExitCode, byInput.ExitCode, without.ExitCode, asArgument.ExitCode), Is.EqualTo((0, 0, 1, 1)));
        Assert.That(without.Error, Is.EqualTo("No password. Type one, pass it on standard input, or set SERVICES83_PASSWORD."));
        var server = await StartServerAsync();
        Assert.That(await server.LogInAsync("anna", "from-environment"), Does.StartWith("7T:"));
        Assert.That(await server.LogInAsync("bob", "from-input"), Does.StartWith("7T:"));
    }

    [Test]
    public async Task A_new_password_counts_at_once_and_a_disabled_user_is_kept_out_of_a_running_server()
    {
        await AddUserAsync("anna");
        var server = await StartServerAsync();
        await server.LogInAsync("anna", Password);

        await MustRunAsync("another-password\n", "user", "password", "anna");
        Assert.That(await server.LogInAsync("anna", "another-password"), Does.StartWith("7T:"));
        Assert.That(await server.LogInAsync("anna", Password), Is.Empty);

        await MustRunAsync("", "user", "disable", "Anna");
        Assert.That((await MustRunAsync("", "user", "list")).Rows[0][^1], Is.EqualTo("disabled"));
        Assert.That(await server.LogInAsync("anna", "another-password"), Is.Empty);

        await MustRunAsync("", "user", "enable", "anna");
        Assert.That(await server.LogInAsync("anna", "another-password"), Does.StartWith("7T:"));
    }

    [Test]
    public async Task A_token_is_shown_once_lets_its_application_in_and_is_refused_when_removed()
    {
        await AddUserAsync("anna");
        var token = (await MustRunAsync("", "token", "add", "Our app")).Output.Trim();
        await MustRunAsync("", "token", "add", "Other app", "--without-email");
        var list = await MustRunAsync("", "token", "list");
        var server = await StartServerAsync("--Identity:Deployment=Online");

        Assert.That(token, Has.Length.GreaterThanOrEqualTo(32));
        Assert.That(list.Output, Does.Not.Contain(token));
        Assert.That(list.Rows, Is.EquivalentTo(new[] { new[] { "Our app", "granted", "enabled" }, ["Other app", "-", "enabled"] }));
        Assert.That(await server.LogInAsync("anna", Password, token), Does.StartWith("7T:"));
        Assert.That(await server.LogInAsync("anna", Password, "wrong"), Is.Empty);

        await MustRunAsync("", "token", "remove", "Our app");
        Assert.That(await server.LogInAsync("anna", Password, token), Is.Empty);
        Assert.That((await RunAsync("token", "remove", "Our app")).Error, Is.EqualTo("There is no application 'Our app'."));
    }
}

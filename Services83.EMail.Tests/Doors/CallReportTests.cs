using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Tests.Doors.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors;

/// <summary>What the list of recent calls says of calls at both doors.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class CallReportTests : RestFixture
{
    private const string Guess = "a guessed password";

    [Test]
    public async Task Both_doors_report_who_called_what_and_how_it_ended()
    {
        await StartAsync();
        Succeeded(await CallAsync(SoapTestServer.Anna, "GetReadySyncEmailAccounts"));
        await (await AsAsync(SoapTestServer.Bob)).CallAsync("GetEMail", Deadline, ("Id", 4711));
        await Server.Log.WaitForAsync("GetEMail for bob", Deadline);

        var (failed, succeeded) = (await CallsAsync()) is [var first, var second] ? (first, second) : default;
        Assert.That((succeeded.Kind, succeeded.Door, succeeded.Operation, succeeded.LoginName, succeeded.AssociateId, succeeded.Address, succeeded.Error, succeeded.Reason),
            Is.EqualTo((CallKind.Succeeded, "soap", "GetReadySyncEmailAccounts", "anna", (int?)SoapTestServer.Anna, "127.0.0.1", (string?)null, (string?)null)));
        Assert.That((failed.Kind, failed.Door, failed.Operation, failed.LoginName, failed.Error, failed.Tenant),
            Is.EqualTo((CallKind.Failed, "rest", "GetEMail", "bob", "NotFound", (string?)null)));
        Assert.That(failed.Reason, Does.Contain("4711"));
        Assert.That(failed.Microseconds, Is.Positive);
    }

    [Test]
    public async Task A_login_has_the_name_of_the_user_and_a_refused_one_has_none()
    {
        await StartAsync();
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        await LogInAsync("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna));
        await LogInAsync("anna", Guess);
        await LogInAsync(Guess, "anna");

        var calls = await CallsAsync();

        Assert.That(calls.Select(call => (call.Kind, call.LoginName, call.Error)), Is.EqualTo(new[]
        {
            (CallKind.Nobody, null, "NotAuthenticated"), (CallKind.Nobody, null, "NotAuthenticated"), (CallKind.Succeeded, "anna", (string?)null),
        }));
        Assert.That(string.Join('\n', calls), Does.Not.Contain(Guess), "people type passwords into the field of the name");
    }

    [Test]
    public async Task The_text_of_an_error_is_one_line_and_has_an_end()
    {
        await StartAsync();
        using var scope = Server.Get<IServiceScopeFactory>().CreateScope();
        scope.ServiceProvider.GetRequiredService<CallReport>().Log("rest", "GetEMail", "NotFound", $"a\u001b[2J\r\nb\u009b{new string('c', 5000)}");

        Assert.That((await CallsAsync()).Single().Reason, Is.EqualTo($"a [2J  b {new string('c', 491)}..."));
    }

    private Task<SoapReply> LogInAsync(string userName, string password) =>
        Server.SoPrincipal().CallAsync("AuthenticateUsernamePassword", Deadline, ("UserName", userName), ("Password", password));

    private async Task<IReadOnlyList<RecentCall>> CallsAsync()
    {
        await Server.Get<RecentCallWriter>().FlushAsync(Deadline);
        return await Server.Get<RecentCallStore>().ListAsync(new(), Deadline);
    }
}

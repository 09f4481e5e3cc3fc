using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

[CancelAfter(60_000)]
public sealed class LogTests : ProgramFixture
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task Everything_that_can_be_logged_is_json_on_demand_and_holds_no_secret()
    {
        var anna = Mailbox("anna");
        var mail = await StartMailServerAsync(anna);
        await AddUserAsync("admin", "--admin");
        var token = (await MustRunAsync("", "token", "add", "app")).Output.Trim();
        await ImportAsync(mail, "admin", anna);
        var server = await StartServerAsync(
            [.. SettingsFor(mail), "--Identity:Deployment=Online", "--Logging:LogLevel:Default=Trace",
             "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Quartz=Trace", "--Logging:Console:FormatterName=json"]);
        var ticket = await server.LogInAsync("admin", Password, token);
        await server.LogInAsync("admin", "mistyped-password", token);
        await server.SyncEmailAccountsAsync(ticket, token, 1);
        await server.Process.WaitForLineAsync("Account 1: in step", Deadline);
        server.Process.Terminate();
        var lines = (await server.Process.WaitForExitAsync(Deadline)).Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var log = string.Join('\n', lines.Select(line => JsonSerializer.Serialize(line, AsWritten)));

        Assert.That(lines.Select(line => line.GetProperty("LogLevel").GetString()), Has.Some.EqualTo("Trace"));
        Assert.That(log, Does.Contain("SyncEmailAccounts for associate 1").And.Contain("UID FETCH"), "the log is complete");
        foreach (var secret in Secrets(anna.User, anna.Password, ticket, token))
        {
            Assert.That(log, Does.Not.Contain(secret));
        }
    }

    private static IEnumerable<string> Secrets(string user, string mailPassword, string ticket, string token) =>
    [
        Password, "mistyped-password", token, ticket, ticket["7T:".Length..],
        Encoding.UTF8.GetString(Convert.FromBase64String(ticket["7T:".Length..])).Split(';')[1],
        mailPassword, Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{mailPassword}")), Convert.ToBase64String(Encoding.UTF8.GetBytes(mailPassword)),
    ];
}

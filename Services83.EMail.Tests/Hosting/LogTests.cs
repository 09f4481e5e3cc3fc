using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

[Category(Tier.Programs)]
[CancelAfter(180_000)]
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
        await server.Process.WaitForLineAsync("Account 1: synced", Deadline);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var rest = new RestTestClient(http, server.Url) { Headers = { ["SO-AppToken"] = token } };
        var session = await rest.PostAsync("/api/v1/session", RestTestClient.Json(new { UserName = "admin", Password }), "application/json", Deadline);
        var xsrf = session.Json.GetProperty("XsrfToken").GetString()!;
        await rest.PostAsync("/api/v1/session", RestTestClient.Json(new { UserName = "admin", Password = "mistyped-password" }), "application/json", Deadline);
        var cookie = session.Headers["Set-Cookie"][0].Split(';')[0];
        var account = await rest.PostAsync("/api/v1/Agents/EMail/GetCurrentAccountId", "", null, Deadline, ("Cookie", cookie), ("X-XSRF-TOKEN", xsrf));
        Assert.That((int)account.Status, Is.EqualTo(200), account.ToString());
        await rest.PostAsync("/api/v1/Agents/EMail/GetCurrentAccountId", "", null, Deadline, ("Authorization", $"SoTicket {ticket}"));
        await rest.PostAsync("/api/v1/Agents/EMail/GetCurrentAccountId", "", null, Deadline, ("Authorization", RestTestClient.Basic("admin", Password)));
        server.Process.Terminate();
        var lines = (await server.Process.WaitForExitAsync(Deadline)).Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var log = string.Join('\n', lines.Select(line => JsonSerializer.Serialize(line, AsWritten)));

        Assert.That(lines.Select(line => line.GetProperty("LogLevel").GetString()), Has.Some.EqualTo("Trace"));
        Assert.That(log, Does.Contain("SyncEmailAccounts for admin (1)").And.Contain("GetCurrentAccountId for admin (1)").And.Contain("UID FETCH"), "the log is complete");
        string[] sessions = [xsrf, cookie.Split('=')[1], Uri.UnescapeDataString(cookie.Split('=')[1])];
        foreach (var secret in Secrets(anna.User, anna.Password, ticket, token).Concat(sessions))
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

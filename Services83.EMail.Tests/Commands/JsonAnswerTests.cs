using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Webhooks;

namespace Services83.EMail.Tests.Commands;

/// <summary>With <c>--json</c> a command prints one JSON value, and nothing else.</summary>
[Category(Tier.Engines)]
[CancelAfter(90_000)]
public sealed class JsonAnswerTests : CommandFixture
{
    private const string Mail = "From: Carl <carl@test.example>\r\nTo: anna@test.example\r\nSubject: =?utf-8?Q?Bl=C3=A5b=C3=A6r?=\r\n\r\nred \u001B[31m\r\n";

    [Test]
    public async Task People()
    {
        var file = await WriteAsync("people.csv", "id,name,organisation,department,email\n7,Kari,Acme,Lab,kari@x.example; k@x.example\n");

        Assert.That(await JsonAsync("people", "import", file), Is.EqualTo("""{"added":1,"updated":0}"""));
        Assert.That(await JsonAsync("people", "list"), Is.EqualTo("""[{"personId":1,"name":"Kari","contactId":1,"organisation":"Acme, Lab","addresses":["kari@x.example","k@x.example"],"externalId":"7"},"""
            + """{"personId":null,"name":null,"contactId":1,"organisation":"Acme, Lab","addresses":[],"externalId":null}]"""));
        Assert.That(await JsonAsync("people", "delete", "1"), Is.EqualTo("""{"kind":"person","id":1}"""));
        Assert.That(await JsonAsync("people", "delete", "1", "--organisation"), Is.EqualTo("""{"kind":"organisation","id":1}"""));
    }

    [Test]
    public async Task Documents()
    {
        await AddUserAsync("anna");
        var file = await WriteAsync("mail.eml", Mail);

        Assert.That(await JsonAsync("document", "add", file, "--associate", "anna"), Is.EqualTo("""{"documentId":1}"""));
        Assert.That(await JsonAsync("document", "list"), Does.Match($@"^\[\{{""documentId"":1,""title"":""Blåbær"",""associate"":""anna"",""shared"":false,""bytes"":{Mail.Length},""archivedAt"":""20[^""]+Z""\}}\]$"));
        Assert.That(await JsonAsync("document", "show", "1"), Does.Match(
            @"^\{""documentId"":1,""title"":""Blåbær"",""archivedAt"":""20[^""]+"",""associate"":""anna"",""shared"":false,""from"":""carl@test\.example"",""to"":\[""anna@test\.example""\],""subject"":""Blåbær"",""date"":null,""attachments"":\[\],""text"":""red \\u001B\[31m\\r\\n""\}$"));
        var both = await RunAsync("document", "show", "1", "--json", "--raw");
        Assert.That((both.ExitCode, both.Error), Is.EqualTo((1, "Give --raw or --json, not both.")));
        Assert.That(await JsonAsync("document", "delete", "1"), Is.EqualTo("""{"documentId":1}"""));
    }

    [Test]
    public async Task Webhooks()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        string[] local = ["--Webhooks:AllowHttp=true", "--Webhooks:PrivateNetworks:0=127.0.0.0/8"];

        Assert.That(await JsonAsync(["webhook", "add", receiver.Url, .. local]), Does.Match(@"^\{""webhookId"":1,""secret"":""whsec_[A-Za-z0-9+/]{43}=""\}$"));
        Assert.That(await JsonAsync(["webhook", "test", "1", .. local]), Is.EqualTo("""{"accepted":true,"summary":"The receiver answered 204 No Content.","body":""}"""));
        Assert.That(await JsonAsync("webhook", "retry", "1"), Is.EqualTo("""{"webhookId":1}"""));
        Assert.That(await JsonAsync("webhook", "remove", "1"), Is.EqualTo("""{"webhookId":1}"""));
    }

    [Test]
    public async Task Syncs()
    {
        var (anna, bob) = (Mailbox("anna"), Mailbox("bob"));
        var mail = await StartMailServerAsync(anna, bob);
        await AddUserAsync("admin");
        await ImportAsync(mail, "admin", anna, bob);
        bob.Password = "changed by its owner";

        var result = await RunAsync(["sync", "--json", .. SettingsFor(mail)]);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(Plain(result), Does.Match(@"^\{""synced"":1,""failed"":\[\{""accountId"":2,""emailAddress"":""bob@test\.example"",""reason"":""[^""]*refused the credentials[^""]*""\}\]\}$"));
    }

    /// <summary>The output without the spaces between values.</summary>
    private async Task<string> JsonAsync(params string[] arguments) => Plain(await MustRunAsync("", [.. arguments, "--json"]));

    private static string Plain(ProgramResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        return string.Concat(result.Output.Split('\n').Select(line => line.Trim())).Replace("\": ", "\":", StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, text, Deadline);
        return path;
    }
}

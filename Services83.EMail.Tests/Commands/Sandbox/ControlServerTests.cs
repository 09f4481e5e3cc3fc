using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Commands;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Commands.Sandbox.Control;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>The HTTP interface of a sandbox without the program in front.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class ControlServerTests
{
    private const string User = "sal0@sandbox.example";

    private RunningSandbox _sandbox = null!;
    private ControlServer _control = null!;
    private HttpClient _http = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task Start()
    {
        var clock = new SandboxClock(SandboxChoice.DefaultNow);
        var choice = new SandboxChoice(() => DemoOwner.CreateAll(clock), SandboxCapabilities.Full, SandboxPorts.Free, FrontSettings: null);
        _sandbox = await RunningSandbox.StartAsync(choice, Deadline);
        _control = await ControlServer.StartAsync(_sandbox, port: 0, Deadline);
        _http = new HttpClient { BaseAddress = _control.Url };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _control.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [TearDown]
    public async Task Reset() => await PostAsync("/reset", "{}");

    [Test]
    public async Task It_says_where_the_servers_are_and_who_has_a_mailbox()
    {
        var state = await GetAsync("/");

        Assert.That(state.GetProperty("imap").GetProperty("tlsPort").GetInt32(), Is.EqualTo(_sandbox.Mail.Imap.TlsPort));
        Assert.That(state.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("mailbox").GetString()), Does.Contain(User));
        Assert.That(await _http.GetStringAsync(new Uri("/certificate", UriKind.Relative), Deadline), Is.EqualTo(_sandbox.Mail.Imap.Certificate.ExportCertificatePem()));
    }

    [Test]
    public async Task A_message_is_added_read_and_deleted()
    {
        var reply = await PostAsync($"/mailboxes/{User}?flags=%5CSeen", "Subject: new\n\ntext\n", "message/rfc822");
        var uid = reply.GetProperty("uid").GetUInt32();

        Assert.That(_sandbox.Mail.Imap.Account(User).Inbox.Find(uid)!.InternalDate, Is.EqualTo(SandboxChoice.DefaultNow), "the clock stands still");
        Assert.That(await _http.GetStringAsync(new Uri($"/mailboxes/{User}/{uid}", UriKind.Relative), Deadline), Is.EqualTo("Subject: new\r\n\r\ntext\r\n"));
        Assert.That((await GetAsync($"/mailboxes/{User}")).EnumerateArray().Last().GetProperty("flags").GetString(), Is.EqualTo(@"\Seen"));
        using var deleted = await _http.DeleteAsync(new Uri($"/mailboxes/{User}/{uid}", UriKind.Relative), Deadline);
        Assert.That(_sandbox.Mail.Imap.Account(User).Inbox.Find(uid), Is.Null);
    }

    [Test]
    public async Task A_reset_brings_back_the_mailboxes_and_ends_faults_and_connections()
    {
        await using var client = await ImapClient.ConnectAsync(ImapOptions(), Deadline);
        var before = await _http.GetStringAsync(new Uri("/mailboxes", UriKind.Relative), Deadline);
        await PostAsync($"/mailboxes/{User}", "Subject: new\r\n\r\n", "message/rfc822");
        await PostAsync("/faults", """{ "server": "imap", "on": "*", "action": "hang" }""");

        await PostAsync("/reset", "{}");

        Assert.That(await _http.GetStringAsync(new Uri("/mailboxes", UriKind.Relative), Deadline), Is.EqualTo(before));
        Assert.That((await GetAsync("/faults")).GetArrayLength(), Is.Zero);
        await _sandbox.Mail.Imap.Log.WhenAloneAsync(Deadline);
    }

    [TestCase("""{ "server": "imap", "on": "AUTHENTICATION", "action": "refuse", "text": "[UNAVAILABLE] Later", "user": "sal0@sandbox.example" }""", "Later")]
    [TestCase("""{ "server": "imap", "on": "GREETING", "action": "bye", "text": "Too busy" }""", "Too busy")]
    [TestCase("""{ "server": "imap", "on": "GREETING", "action": "cut" }""", "")]
    [TestCase("""{ "server": "imap", "on": "GREETING", "action": "lie", "replace": "* OK", "with": "* XX" }""", "")]
    public async Task A_fault_strikes_the_clients_until_it_is_deleted(string fault, string expected)
    {
        var id = (await PostAsync("/faults", fault)).GetProperty("id").GetInt32();

        Assert.That((await Assert.CatchAsync<ImapException>(LogInAsync))!.Message, Does.Contain(expected));
        Assert.That((await GetAsync("/faults"))[0].GetProperty("hits").GetInt32(), Is.EqualTo(1));

        using var deleted = await _http.DeleteAsync(new Uri($"/faults/{id}", UriKind.Relative), Deadline);
        await LogInAsync();
        Assert.That(await _http.GetStringAsync(new Uri("/log/imap", UriKind.Relative), Deadline), Does.Contain("AUTHENTICATE").Or.Contain("LOGIN"));
    }

    [TestCase("""{ "server": "ftp", "on": "*", "action": "cut" }""", "server must be")]
    [TestCase("""{ "server": "imap", "action": "cut" }""", "on must name")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "explode" }""", "action must be one of refuse, hang, cut")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "delay" }""", "delay needs seconds")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "lie" }""", "lie needs")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "cut", "nth": 0 }""", "nth counts from 1")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "refuse", "text": "a\r\nb" }""", "one line")]
    [TestCase("""{ "server": "imap", "on": "*", "action": "cut", "nht": 1 }""", "nht")]
    [TestCase("""{ "server": """, "JSON")]
    public async Task A_wrong_fault_is_told_what_is_wrong_and_adds_nothing(string fault, string expected)
    {
        using var reply = await SendAsync(HttpMethod.Post, "/faults", fault, "application/json");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await ErrorOf(reply), Does.Contain(expected));
        Assert.That((await GetAsync("/faults")).GetArrayLength(), Is.Zero);
    }

    [TestCase("/mailboxes/nobody@sandbox.example", "There is no mailbox 'nobody@sandbox.example', only lockman@")]
    [TestCase("/mailboxes/sal0@sandbox.example?folder=Sale", "no folder 'Sale' for messages, only Archive/2025, ")]
    [TestCase("/mailboxes/sal0@sandbox.example/99", "INBOX has no message 99")]
    [TestCase("/sent/1", "There is no sent message 1")]
    [TestCase("/log/ftp", "imap, smtp and pop3")]
    public async Task What_is_not_there_is_told_with_what_is(string path, string expected)
    {
        using var reply = await _http.GetAsync(new Uri(path, UriKind.Relative), Deadline);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await ErrorOf(reply), Does.Contain(expected));
    }

    [Test]
    public async Task A_port_that_is_taken_is_told_with_the_way_out()
    {
        var ports = SandboxPorts.Free with { Pop3Tls = _sandbox.Mail.Pop3.TlsPort };
        var choice = new SandboxChoice(() => DemoOwner.CreateAll(new SandboxClock(SandboxChoice.DefaultNow)), SandboxCapabilities.Basic, ports, FrontSettings: null);

        var mail = (await Assert.ThrowsAsync<CommandException>(() => RunningSandbox.StartAsync(choice, Deadline)))!;
        var control = (await Assert.ThrowsAsync<CommandException>(() => ControlServer.StartAsync(_sandbox, _control.Url.Port, Deadline)))!;

        Assert.That(mail.Message, Does.Contain($" {ports.Pop3Tls} ").And.Contain("--free-ports"));
        Assert.That(control.Message, Does.Contain($" {_control.Url.Port} ").And.Contain("--free-ports"));
    }

    [TestCase("Host", "rebound.example", "application/json", HttpStatusCode.Forbidden)]
    [TestCase("Origin", "https://evil.example", "application/json", HttpStatusCode.Forbidden)]
    [TestCase("Accept", "*/*", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("Accept", "*/*", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("Accept", "*/*", null, HttpStatusCode.UnsupportedMediaType)]
    public async Task A_web_page_cannot_use_it(string header, string value, string? contentType, HttpStatusCode expected)
    {
        await PostAsync($"/mailboxes/{User}", "Subject: stays\r\n\r\n", "message/rfc822");
        using var reply = await SendAsync(HttpMethod.Post, "/reset", contentType is null ? null : "{}", contentType, (header, value));

        Assert.That(reply.StatusCode, Is.EqualTo(expected));
        Assert.That(_sandbox.Mail.Imap.Account(User).Inbox.Messages, Has.Exactly(15).Items, "nothing was done");
    }

    private ImapConnectionOptions ImapOptions() => new()
    {
        Host = _sandbox.Mail.Host,
        Port = _sandbox.Mail.Imap.TlsPort,
        Trust = TlsTrust.Pinned(_sandbox.Mail.Imap.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)),
    };

    private async Task LogInAsync()
    {
        await using var client = await ImapClient.ConnectAsync(ImapOptions(), Deadline);
        await client.AuthenticateAsync(MailCredentials.Password(User, "sal0-demo"), Deadline);
    }

    private async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Deadline);

    private async Task<JsonElement> PostAsync(string path, string body, string contentType = "application/json")
    {
        using var reply = await SendAsync(HttpMethod.Post, path, body, contentType);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), await reply.Content.ReadAsStringAsync(Deadline));
        return await reply.Content.ReadFromJsonAsync<JsonElement>(Deadline);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType!);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, Deadline);
    }

    private static async Task<string> ErrorOf(HttpResponseMessage reply) =>
        (await reply.Content.ReadFromJsonAsync<JsonElement>(Deadline)).GetProperty("error").GetString()!;
}

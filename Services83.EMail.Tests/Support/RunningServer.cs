using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using NUnit.Framework;

namespace Services83.EMail.Tests.Support;

/// <summary>A server process and a SOAP client that knows no more than the addresses and the envelope.</summary>
public sealed class RunningServer(ProgramProcess process, Uri url) : IAsyncDisposable
{
    private static readonly XNamespace Service = ServiceNamespace.Services83;

    private readonly HttpClient _http = new() { BaseAddress = url };

    public ProgramProcess Process { get; } = process;

    public Uri Url { get; } = url;

    /// <summary>The ticket of an associate; empty when the login is refused.</summary>
    public async Task<string> LogInAsync(string user, string password, string applicationToken = "")
    {
        var reply = await CallAsync(
            "SoPrincipal", [new XElement(Service + "ApplicationToken", applicationToken)],
            new XElement(
                Service + "AuthenticateUsernamePassword", new XElement(Service + "UserName", user), new XElement(Service + "Password", password)));
        return reply.Descendants(Service + "Ticket").SingleOrDefault()?.Value ?? "";
    }

    /// <summary>Requests syncs; the reply has to be the empty one of a success.</summary>
    public Task SyncEmailAccountsAsync(string ticket, params IEnumerable<int> accountIds) => SyncEmailAccountsAsync(ticket, "", accountIds);

    /// <inheritdoc cref="SyncEmailAccountsAsync(string, IEnumerable{int})"/>
    public async Task SyncEmailAccountsAsync(string ticket, string applicationToken, params IEnumerable<int> accountIds)
    {
        var items = accountIds.Select(id => new XElement(
            Service + "SyncUserAccount", new XElement(Service + "AccountId", id.ToString(CultureInfo.InvariantCulture))));
        AssertSynced(await CallEMailAsync(
            ticket, applicationToken, new XElement(Service + "SyncEmailAccounts", new XElement(Service + "SyncUserAccounts", items))));
    }

    /// <summary>Waits for a sync; it has to succeed.</summary>
    public async Task SyncEmailAccountAsync(string ticket, int accountId)
    {
        var account = new XElement(Service + "SyncUserAccount", new XElement(Service + "AccountId", accountId.ToString(CultureInfo.InvariantCulture)));
        var reply = await CallEMailAsync(ticket, "", new XElement(Service + "SyncEmailAccount", account));
        Assert.That(reply.Descendants(Service + "Succeeded").Single().Value, Is.EqualTo("true"), reply.ToString());
    }

    /// <summary>Calls an operation by the web API.</summary>
    /// <exception cref="HttpRequestException">It failed.</exception>
    public async Task PostAsync(string user, string password, string operation, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/Agents/EMail/{operation}", UriKind.Relative));
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var reply = await _http.SendAsync(request);
        reply.EnsureSuccessStatusCode();
    }

    public static void AssertSynced(XDocument reply)
    {
        Assert.That(reply.Descendants(Service + "Succeeded").Single().Value, Is.EqualTo("true"), reply.ToString());
        Assert.That(reply.Descendants(Service + "SyncEmailAccountsResponse").Single().Nodes(), Is.Empty);
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken) =>
        _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return Process.DisposeAsync();
    }

    private Task<XDocument> CallEMailAsync(string ticket, string applicationToken, XElement body) => CallAsync(
        "EMail",
        [
            new XElement(Service + "ApplicationToken", applicationToken),
            new XElement(Service + "Credentials", new XElement(Service + "Ticket", ticket)),
        ],
        body);

    private async Task<XDocument> CallAsync(string service, XElement[] headers, XElement body)
    {
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        var envelope = new XElement(soap + "Envelope", new XElement(soap + "Header", headers), new XElement(soap + "Body", body));
        using var content = new StringContent(envelope.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "text/xml");
        using var reply = await _http.PostAsync(new Uri($"/Services83/{service}.svc", UriKind.Relative), content);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return XDocument.Parse(text);
    }
}

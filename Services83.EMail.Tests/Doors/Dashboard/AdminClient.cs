using System.Net;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>An administrator's browser, as far as HTTP goes: it keeps the cookie, and sends forms with the token of the page.</summary>
internal sealed partial class AdminClient(Uri server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server, "/admin/") };

    /// <summary>The value of the cookie; empty for none.</summary>
    public string Cookie { get; set; } = "";

    /// <summary>Further headers of each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>What each form sends as its token; found out by the first form.</summary>
    public string? Token { get; set; }

    public Task<AdminReply> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Logs in.</summary>
    public async Task<AdminReply> LogInAsync(string user, string password, CancellationToken cancellationToken, string to = "") =>
        await SendAsync(HttpMethod.Post, "sign-in", [("user", user), ("password", password), ("to", to)], cancellationToken);

    /// <summary>Sends a form as a page of the program would.</summary>
    public async Task<AdminReply> PostAsync(string path, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        Token ??= TokenField().Match((await GetAsync("", cancellationToken)).Html).Groups[1].Value;
        return await SendAsync(HttpMethod.Post, path, [.. fields, ("token", Token)], cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<AdminReply> SendAsync(HttpMethod method, string path, (string Name, string Value)[]? fields, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = fields is null ? null : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        if (Cookie.Length > 0)
        {
            request.Headers.Add("Cookie", $"Services83-Admin={Cookie}");
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.Add(name, value);
        }

        using var reply = await _http.SendAsync(request, cancellationToken);
        var set = reply.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : "";
        if (set.Length > 0)
        {
            Cookie = set.Split(';')[0].Split('=', 2)[1];
            Token = null;
        }

        var headers = reply.Headers.Concat(reply.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new AdminReply(reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken), reply.Headers.Location?.OriginalString ?? "", set, headers);
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"", RegexOptions.None, 1000)]
    private static partial Regex TokenField();
}

/// <summary>What the server answered.</summary>
/// <param name="Location">Where it sends the browser; empty for nowhere.</param>
/// <param name="SetCookie">The cookie that it sets; empty for none.</param>
internal sealed partial record AdminReply(
    HttpStatusCode Status, string Html, string Location, string SetCookie, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The words of the page, as a person reads them.</summary>
    public string Words => WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(Html, " "), " "));

    public override string ToString() => $"{(int)Status} {Location} {Words}";

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}

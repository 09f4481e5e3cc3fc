using System.Net;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Support;

/// <summary>A person with a browser at an identity provider.</summary>
internal sealed partial class TestBrowser(HttpMessageHandler handler) : IDisposable
{
    private const int MaxRedirects = 20;

    private readonly HttpClient _client = new(handler);

    /// <summary>Opens the address and follows redirects until one leads to our program.</summary>
    public async Task<Uri> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxRedirects; i++)
        {
            using var reply = await _client.GetAsync(address, cancellationToken);
            if (reply.Headers.Location is not { } next)
            {
                throw new InvalidOperationException($"{address} answers {(int)reply.StatusCode}: {await reply.Content.ReadAsStringAsync(cancellationToken)}");
            }

            address = new Uri(address, next);
            if (address.Host == IdentityProvider.Redirect.Host)
            {
                return address;
            }
        }

        throw new InvalidOperationException($"Too many redirects, at last to {address}");
    }

    /// <summary>Types the code of a device, confirms and consents.</summary>
    public async Task TypeCodeAsync(Uri page, string code, CancellationToken cancellationToken)
    {
        using var form = await SendAsync(HttpMethod.Get, new Uri($"{page}?user_code={code}"), null, cancellationToken);
        var secret = Hidden().Match(await form.Content.ReadAsStringAsync(cancellationToken)).Groups[1].Value;
        using var confirmation = await SendAsync(HttpMethod.Post, page, new() { ["xsrf"] = secret, ["user_code"] = code, ["confirm"] = "yes" }, cancellationToken);
        for (var reply = confirmation; reply.Headers.Location is { } next;)
        {
            reply = await SendAsync(HttpMethod.Get, new Uri(page, next), null, cancellationToken);
            if (reply.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The code was not taken: {await confirmation.Content.ReadAsStringAsync(cancellationToken)}");
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, Dictionary<string, string>? form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        return await _client.SendAsync(request, cancellationToken);
    }

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Hidden();
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Services83.EMail.Connections.Tokens;

/// <summary>Posts forms to the endpoints of a provider that answer in JSON (RFC 6749, section 5; RFC 8628, section 3.2).</summary>
public sealed class TokenEndpoint(OAuthProviderOptions options, ProviderHttp http, TimeProvider time)
{
    private readonly HttpClient _client = http.CreateClient();

    /// <summary>Posts a form with the client's authentication.</summary>
    /// <exception cref="TokenException">The provider refuses, cannot be reached, or does not answer in JSON.</exception>
    public async Task<TokenReply> PostAsync(
        OpenIdConnectConfiguration provider, string endpoint, (string Name, string Value)[] form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new StringContent(Encode([.. form, .. Authenticate(provider, request)]), Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return await ReadAsync(response, form, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ProviderFailures.Unreached(request.RequestUri!, exception);
        }
    }

    public static string Encode((string Name, string Value)[] form) =>
        string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    /// <summary>RFC 6749, section 2.3.1: in the header field, unless the provider only reads the form.</summary>
    private (string Name, string Value)[] Authenticate(OpenIdConnectConfiguration provider, HttpRequestMessage request)
    {
        if (options.ClientSecret.Length == 0)
        {
            return [("client_id", options.ClientId)];
        }

        var methods = provider.TokenEndpointAuthMethodsSupported;
        if (methods.Count > 0 && !methods.Contains("client_secret_basic"))
        {
            return [("client_id", options.ClientId), ("client_secret", options.ClientSecret)];
        }

        var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        return [];
    }

    /// <summary>A provider may repeat in its text what it was sent.</summary>
    private string Masked(string text, (string Name, string Value)[] form) => form
        .Where(field => field.Name is "refresh_token" or "code" or "device_code" or "code_verifier").Select(field => field.Value)
        .Append(options.ClientSecret).Where(secret => secret.Length > 0)
        .Aggregate(text, (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));

    private async Task<TokenReply> ReadAsync(HttpResponseMessage response, (string Name, string Value)[] form, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        TokenReply? reply;
        try
        {
            reply = new TokenReply(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(await response.Content.ReadAsByteArrayAsync(cancellationToken)) ?? []);
        }
        catch (JsonException exception)
        {
            throw response.IsSuccessStatusCode
                ? new TokenException(TokenFailure.Settings, "The provider's reply is not JSON.", exception)
                : TokenException.Of("", "", status, exception);
        }

        return response.IsSuccessStatusCode
            ? reply
            : throw TokenException.Of(
                reply.Text("error") ?? "", Masked(reply.Text("error_description") ?? "", form), status,
                retryAfter: ProviderFailures.RetryAfter(response.Headers.RetryAfter, time));
    }
}

/// <summary>A reply of the token endpoint. Not a record, so that printing it shows no secret.</summary>
public sealed class TokenReply(IReadOnlyDictionary<string, JsonElement> members)
{
    /// <summary>A text that is there and not empty.</summary>
    public string? Text(string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A number of seconds, which some providers write as a text; 0 to a year.</summary>
    public int? Seconds(string name)
    {
        const int Most = 365 * 24 * 3600;
        if (!members.TryGetValue(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? (int)Math.Clamp(seconds, 0, Most) : null;
    }
}

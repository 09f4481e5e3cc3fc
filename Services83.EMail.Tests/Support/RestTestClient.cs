using System.Net;
using System.Text;
using System.Text.Json;
using Services83.EMail.WebApi.Json;

namespace Services83.EMail.Tests.Support;

/// <summary>A client of the web API that owes nothing to the server's own JSON but the names of rights: it uses the framework's with its defaults.</summary>
/// <param name="http">Keeps no cookies of its own.</param>
/// <param name="server">Address up to and without <c>/api</c>.</param>
public sealed class RestTestClient(HttpClient http, Uri server)
{
    public static readonly JsonSerializerOptions Plain = new() { Converters = { new EnumConverterFactory(strict: true) } };

    /// <summary>Header fields of every request, such as Authorization.</summary>
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Calls an operation with parameters in a JSON body.</summary>
    public Task<RestTestReply> CallAsync(
        string operation, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) => PostAsync(
            $"/api/v1/Agents/EMail/{operation}",
            Json(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)),
            "application/json",
            cancellationToken);

    public Task<RestTestReply> PostAsync(string path, string? body, string? contentType, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        PostAsync(path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, cancellationToken, headers);

    public async Task<RestTestReply> PostAsync(
        string path, byte[]? body, string? contentType, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        return await SendAsync(request, headers, cancellationToken);
    }

    public async Task<RestTestReply> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        return await SendAsync(request, headers, cancellationToken);
    }

    public static string Json(object? value) => JsonSerializer.Serialize(value, Plain);

    public static string Basic(string userName, string password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));

    private async Task<RestTestReply> SendAsync(
        HttpRequestMessage request, (string Name, string Value)[] headers, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in Headers.Where(header => !headers.Any(other => other.Name == header.Key)).Select(header => (header.Key, header.Value)).Concat(headers))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var reply = await http.SendAsync(request, cancellationToken);
        return new RestTestReply(
            reply.StatusCode,
            reply.Headers.Concat(reply.Content.Headers).ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
            await reply.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}

/// <summary>What came back.</summary>
public sealed record RestTestReply(HttpStatusCode Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? ContentType => Header("Content-Type");

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The error object; null for a reply that is none.</summary>
    public SoExceptionInfo? Error => (int)Status < 400 ? null : JsonSerializer.Deserialize<SoExceptionInfo>(Body, RestTestClient.Plain);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    public T? Read<T>() => JsonSerializer.Deserialize<T>(Body, RestTestClient.Plain);

    public override string ToString() => $"{(int)Status} {ContentType} {Text}";
}

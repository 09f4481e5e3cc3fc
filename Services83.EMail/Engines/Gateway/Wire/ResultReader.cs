using System.Net;
using System.Text.Json;
using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>Reads an operation's result from a reply that is 2xx, while it arrives.</summary>
/// <param name="tenant">For errors.</param>
/// <param name="operation">For errors.</param>
/// <param name="mayBeNull">Whether null is an answer.</param>
internal sealed class ResultReader(Tenant tenant, string operation, bool mayBeNull)
{
    /// <summary>For an operation without a result: the body is ignored, unless it is a page of a proxy or firewall.</summary>
    public ValueTask<bool> NothingAsync(HttpResponseMessage response, Stream body, CancellationToken cancellationToken) =>
        MediaTypes.IsHtml(response.Content) ? throw NotJson(response) : ValueTask.FromResult(true);

    /// <exception cref="UpstreamException">There is no such value in the reply.</exception>
    /// <exception cref="JsonException">The JSON is broken.</exception>
    /// <exception cref="ReplyTextException">It is in an unknown charset.</exception>
    public async ValueTask<T> ReadAsync<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return Null<T>();
        }

        if (MediaTypes.IsJson(response.Content))
        {
            // Numbers and booleans are read as nullable types: null would otherwise become their default.
            var type = typeof(T).IsValueType ? typeof(Nullable<>).MakeGenericType(typeof(T)) : typeof(T);
            await using var json = await ReplyText.OpenAsync(response.Content, body, cancellationToken);
            return await JsonSerializer.DeserializeAsync(json, type, GatewayJson.Reading, cancellationToken) is T value ? value : Null<T>();
        }

        return typeof(T) == typeof(byte[]) && !MediaTypes.IsHtml(response.Content)
            ? (T)(object)await ReadOctetsAsync(response, body, cancellationToken)
            : throw NotJson(response);
    }

    private static async Task<byte[]> ReadOctetsAsync(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength is { } length and <= int.MaxValue)
        {
            var octets = new byte[length];
            await body.ReadExactlyAsync(octets, cancellationToken);
            return octets;
        }

        using var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>A null list becomes an empty one: the contract has no null lists.</summary>
    private T Null<T>()
    {
        if (mayBeNull)
        {
            return default!;
        }

        return typeof(T).IsArray && typeof(T) != typeof(byte[])
            ? (T)(object)Array.CreateInstance(typeof(T).GetElementType()!, 0)
            : throw UpstreamError.Of(tenant, UpstreamFailure.EmptyReply, $"answered {operation} with null, but a value is required.");
    }

    private UpstreamException NotJson(HttpResponseMessage response) => UpstreamError.Of(
        tenant, UpstreamFailure.NotJson,
        $"answered {operation} with {response.Content.Headers.ContentType?.MediaType ?? "something"} instead of JSON; "
        + "perhaps a login page or a firewall answers instead.");
}

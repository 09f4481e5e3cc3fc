namespace Services83.EMail.Gateway.Upstream;

/// <summary>A call to a tenant, which may be sent several times.</summary>
/// <param name="Tenant">Whom.</param>
/// <param name="Credentials">Who calls.</param>
/// <param name="Operation">Name for logs and errors.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Below the tenant's base address, with the query.</param>
internal sealed record UpstreamRequest(Tenant Tenant, UpstreamCredentials Credentials, string Operation, HttpMethod Method, string Path)
{
    /// <summary>Makes the body anew for each attempt; null for an empty one.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Whether a second call does no harm.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>For each attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What the reply may be, as in <c>Accept</c>.</summary>
    public string Accept { get; init; } = MediaTypes.Json;

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Tenant.BaseAddress, Path))
        {
            // HTTP/2 where TLS negotiates it, else HTTP/1.1.
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            // Empty rather than none: what has no content at all is sent a second time by HttpClient itself when the line breaks.
            Content = Body?.Invoke() ?? (Method == HttpMethod.Post ? new ByteArrayContent([]) : null),
        };
        message.Headers.Accept.ParseAdd(Accept);
        Credentials.AddTo(message.Headers);
        return message;
    }
}

/// <summary>Reads the value out of a reply that is 2xx.</summary>
internal delegate ValueTask<T> ReplyReader<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken);

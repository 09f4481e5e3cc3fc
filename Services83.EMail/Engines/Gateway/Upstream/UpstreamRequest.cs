namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A call to a tenant, which may be sent several times.</summary>
/// <param name="Tenant">Whom.</param>
/// <param name="Credentials">Who calls.</param>
/// <param name="Operation">Name for logs and errors.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Below the tenant's base address, with the query.</param>
internal sealed record UpstreamRequest(Tenant Tenant, UpstreamCredentials Credentials, string Operation, HttpMethod Method, string Path)
{
    /// <summary>All dates in UTC, and marked as such; whoever calls the gateway has a clock of its own, which is the doors' business.</summary>
    private const string TimeZone = "UTC,includeTZOffset";

    /// <summary>Makes the body anew for each attempt; null for an empty one.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Whether a second call does no harm.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>For each attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What the reply may be, as in <c>Accept</c>.</summary>
    public string Accept { get; init; } = MediaTypes.Json;

    /// <summary>Which language the client wants texts in; null for the tenant's choice.</summary>
    public string? Language { get; init; }

    /// <summary>Which culture the client wants numbers and dates inside of texts written in; null for that of the language.</summary>
    public string? Culture { get; init; }

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
        message.Headers.TryAddWithoutValidation("SO-TimeZone", TimeZone);
        Add("SO-Language", Language);
        Add("SO-Culture", Culture);
        return message;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}

/// <summary>Reads the value out of a reply that is 2xx.</summary>
internal delegate ValueTask<T> ReplyReader<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken);

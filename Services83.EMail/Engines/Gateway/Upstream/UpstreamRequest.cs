namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A call to a tenant, which may be sent several times.</summary>
/// <param name="Tenant">The tenant to call.</param>
/// <param name="Credentials">The credentials of the caller.</param>
/// <param name="Operation">Name for logs and errors.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Below the tenant's base address, with the query.</param>
internal sealed record UpstreamRequest(Tenant Tenant, UpstreamCredentials Credentials, string Operation, HttpMethod Method, string Path)
{
    /// <summary>All dates in UTC, with an offset; the doors convert them to the caller's zone.</summary>
    private const string TimeZone = "UTC,includeTZOffset";

    /// <summary>Creates the body again for each attempt; null for an empty body.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Whether the call may be repeated.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Timeout of each attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The accepted types of the reply, as in <c>Accept</c>.</summary>
    public string Accept { get; init; } = MediaTypes.Json;

    /// <summary>The language that the client wants for texts; null for the tenant's choice.</summary>
    public string? Language { get; init; }

    /// <summary>The culture that the client wants for numbers and dates inside of texts; null for that of the language.</summary>
    public string? Culture { get; init; }

    /// <summary>Header fields of the client's request that are sent as they are, instead of those for dates, language and culture; null for
    /// none.</summary>
    public IReadOnlyList<(string Name, string Value)>? Relayed { get; init; }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Tenant.BaseAddress, Path))
        {
            // HTTP/2 if TLS negotiates it, else HTTP/1.1.
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            // Empty content instead of none: HttpClient itself sends a request without content a second time when the connection breaks.
            Content = Body?.Invoke() ?? (Method == HttpMethod.Post ? new ByteArrayContent([]) : null),
        };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        Credentials.AddTo(message.Headers);
        IEnumerable<(string Name, string? Value)> fields = Relayed is null
            ? [("SO-TimeZone", TimeZone), ("SO-Language", Language), ("SO-Culture", Culture)]
            : Relayed.Select(field => (field.Name, (string?)field.Value));
        foreach (var (name, value) in fields)
        {
            Add(name, value);
        }

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

/// <summary>Reads the value from a reply that is 2xx.</summary>
internal delegate ValueTask<T> ReplyReader<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken);

using Services83.EMail.Soap.Limits;

namespace Services83.EMail.Soap.Dispatcher;

/// <summary>The options of one contract's endpoint.</summary>
public sealed class SoapServiceOptions
{
    private readonly List<Type> _inspectors = [];

    /// <summary>Name of the service in the WSDL, for example <c>WcfEMailService</c>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Paths such as <c>/Services83/EMail.svc</c>, in any letter case, below the application's path base. At least one.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>
    /// The address in the WSDL, without the path: scheme, host and, if there is one, path base, for example
    /// <c>https://crm.example.com/cust1</c>. When null, that of the request.
    /// </summary>
    public Uri? PublicBaseUrl { get; init; }

    /// <summary>The whole address in the WSDL, if clients use another path for the service; null for none.</summary>
    public Uri? PublicUrl { get; init; }

    public SoapLimits Limits { get; init; } = new();

    /// <summary>Whether faults describe unexpected exceptions with their stack trace. For development only.</summary>
    public bool IncludeExceptionDetail { get; init; }

    internal IReadOnlyList<Type> Inspectors => _inspectors;

    /// <summary>
    /// Adds an inspector, resolved from the request's scope. They are called in the order in which they were added; after the operation in
    /// reverse.
    /// </summary>
    public SoapServiceOptions AddMessageInspector<TInspector>()
        where TInspector : class, IDispatchMessageInspector
    {
        _inspectors.Add(typeof(TInspector));
        return this;
    }

    internal void Validate()
    {
        Limits.Validate();
        if (Addresses.Count == 0 || Addresses.Any(address => !address.StartsWith('/')))
        {
            throw new InvalidOperationException($"{nameof(Addresses)} of {ServiceName} must be paths that start with a slash.");
        }

        Check(PublicBaseUrl, nameof(PublicBaseUrl));
        Check(PublicUrl, nameof(PublicUrl));
    }

    private static void Check(Uri? url, string name)
    {
        if (url is not null && !(url.IsAbsoluteUri && url.Scheme is "http" or "https"))
        {
            throw new InvalidOperationException($"{name} must be an absolute http or https address.");
        }
    }
}

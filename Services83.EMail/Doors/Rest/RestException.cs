namespace Services83.EMail.Doors.Rest;

/// <summary>A request that the web API itself refuses, before it calls an operation.</summary>
/// <param name="kind">The kind of error.</param>
/// <param name="message">What is wrong, for the caller.</param>
internal sealed class RestException(RestErrorKind kind, string message) : Exception(message)
{
    public RestErrorKind Kind { get; } = kind;

    /// <summary>Details for programs.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static RestException UnknownOperation(string name) =>
        new(RestErrorKind.UnknownOperation, $"There is no operation {Clip(name)}. GET /api/v1 lists all.");

    /// <param name="path">Below <c>/api</c>.</param>
    public static RestException UnknownAddress(string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsCommon).ToList();
        var subject = names.Count > 0 ? $"This server does not offer {Clip(names[0])}" : "There is nothing at this address";
        return new(RestErrorKind.UnknownAddress, $"{subject}. It offers /api/v1/Agents/EMail, /api/v1/Agents/Associate/GetAssociate and /api/v1/User/currentPrincipal; GET /api/v1 lists all addresses.");
    }

    public static RestException NotChanged() =>
        new(RestErrorKind.NotChanged, "The content is the one that If-None-Match names.");

    public static RestException MethodNotAllowed(string method) =>
        new(RestErrorKind.MethodNotAllowed, $"{Clip(method)} is not possible here.");

    public static RestException NotAcceptable(IEnumerable<string> offers) => new(
        RestErrorKind.NotAcceptable,
        $"None of the types in Accept can be sent. These can: {string.Join(", ", offers)}.");

    public static RestException UnsupportedMediaType(string message) =>
        new(RestErrorKind.UnsupportedMediaType, message);

    public static RestException CrossSite(string origin) => new(
        RestErrorKind.CrossSite,
        $"Pages of {(origin.Length > 0 ? Clip(origin) : "other sites")} may not call this server; the setting Rest:Origins names those that may.");

    public static RestException InvalidRequest(string message) => new(RestErrorKind.InvalidRequest, message);

    private static bool IsCommon(string name) => name.ToUpperInvariant() is "V1" or "AGENTS";

    /// <summary>A part of the request, cut to a length that may be repeated in a reply.</summary>
    public static string Clip(string value) => value.Length <= 100 ? value : value[..100] + "...";
}

using Services83.EMail.Soap.Limits;

namespace Services83.EMail.Doors.Rest;

/// <summary>How the web API is offered.</summary>
/// <param name="PublicUrl">Address of the server as clients see it, up to and without <c>/api</c>; null for that of each request.</param>
/// <param name="Limits">Limits of a request; the same as at the SOAP door.</param>
/// <param name="ShowsStackTraces">Whether unexpected errors are described in replies. For development only.</param>
internal sealed record RestDoorOptions(Uri? PublicUrl, SoapLimits Limits, bool ShowsStackTraces)
{
    /// <summary>Sites whose pages may call, such as <c>https://crm.example.com</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Address of a path of this server for links in replies.</summary>
    public string AddressOf(HttpRequest request, string path) => PublicUrl is { } url
        ? url.AbsoluteUri.TrimEnd('/') + path
        : $"{request.Scheme}://{request.Host}{request.PathBase}{path}";
}

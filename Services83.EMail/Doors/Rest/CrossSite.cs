namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Refuses requests that another site's page makes a browser send: the browser adds a password that the user has given it once, and a form
/// can be posted to any site without permission. Programs send neither <c>Origin</c> nor <c>Sec-Fetch-Site</c>.
/// </summary>
internal static class CrossSite
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <exception cref="RestException">The request comes from the page of a site that no setting names.</exception>
    public static void Refuse(HttpRequest request, RestDoorOptions options)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return;
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        // The browser's own statement takes precedence: behind a proxy the server may not know its own name.
        var site = request.Headers[FetchSite].ToString();
        var isForeign = site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 && !IsOwn(origin, request, options);
        if (isForeign)
        {
            throw RestException.CrossSite(origin);
        }
    }

    private static bool IsOwn(string origin, HttpRequest request, RestDoorOptions options) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && Uri.TryCreate(options.AddressOf(request, "/"), UriKind.Absolute, out var own)
        && from.GetLeftPart(UriPartial.Authority).Equals(own.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}

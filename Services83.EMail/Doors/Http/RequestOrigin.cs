namespace Services83.EMail.Doors.Http;

/// <summary>Says whether another site's page makes a browser send a request. Programs send neither <c>Origin</c> nor <c>Sec-Fetch-Site</c>.</summary>
internal static class RequestOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <param name="request">The request.</param>
    /// <param name="ownAddress">An address of this server as browsers know it.</param>
    public static bool IsForeign(HttpRequest request, string ownAddress)
    {
        // The browser's own statement takes precedence: behind a proxy the server may not know its own name.
        var (site, origin) = (request.Headers[FetchSite].ToString(), request.Headers.Origin.ToString());
        return site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 && !IsOwn(origin, ownAddress);
    }

    private static bool IsOwn(string origin, string ownAddress) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && Uri.TryCreate(ownAddress, UriKind.Absolute, out var own)
        && from.GetLeftPart(UriPartial.Authority).Equals(own.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}

using Services83.EMail.Doors.Http;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Refuses requests that another site's page makes a browser send: the browser adds a password that the user has given it once, and a form
/// can be posted to any site without permission.
/// </summary>
internal static class CrossSite
{
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

        if (RequestOrigin.IsForeign(request, options.AddressOf(request, "/")))
        {
            throw RestException.CrossSite(origin);
        }
    }
}

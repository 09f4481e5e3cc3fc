namespace Services83.EMail.Doors.Dashboard;

/// <summary>The addresses of the pages, relative to the one that was asked for.</summary>
internal static class Paths
{
    public const string Door = "/admin";

    /// <summary>From the page that was asked for to the overview.</summary>
    public static string RootOf(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Door, StringComparison.OrdinalIgnoreCase, out var rest) || !rest.HasValue)
        {
            // The overview without its slash.
            return $"{Door[1..]}/";
        }

        var depth = rest.Value![1..].Count(letter => letter == '/');
        return depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }

    /// <summary>The part of the path after <c>/admin/</c>.</summary>
    public static string Below(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Door, StringComparison.OrdinalIgnoreCase, out var rest) && rest.HasValue ? rest.Value[1..] : "";

    /// <summary>Sends the browser to another page, with GET.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Below <c>/admin/</c>.</param>
    public static void Redirect(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = RootOf(context) + path;
    }

    /// <summary>Whether a path that came from outside is one of a page: it leads nowhere else.</summary>
    public static bool IsPage(string path) =>
        path.Length is > 0 and <= 100 && path[0] != '/' && path.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '/' or '-');
}

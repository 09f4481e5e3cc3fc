using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>
/// The style, the script and the icon of the pages. The address of a file holds its hash, so that a browser may keep it for ever and never has
/// one of another version.
/// </summary>
internal static class DashboardFiles
{
    /// <summary>The path of all files, below the pages.</summary>
    public const string Folder = "files";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["dashboard.css"] = "text/css; charset=utf-8",
        ["dashboard.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<FrozenDictionary<string, (string Address, byte[] Content)>> All = new(() => Types.Keys.ToFrozenDictionary(name => name, Read, StringComparer.Ordinal));

    /// <summary>The address of a file, relative to the pages.</summary>
    public static string AddressOf(string name) => All.Value[name].Address;

    /// <summary>Answers with the file whose address this is, or that there is none.</summary>
    public static Task ServeAsync(HttpContext context, string file)
    {
        var (name, found) = All.Value.FirstOrDefault(pair => pair.Value.Address == $"{Folder}/{file}");
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        if (name is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        response.ContentType = Types[name];
        response.ContentLength = found.Content.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return response.Body.WriteAsync(found.Content, context.RequestAborted).AsTask();
    }

    private static (string Address, byte[] Content) Read(string name)
    {
        using var stream = typeof(DashboardFiles).Assembly.GetManifestResourceStream($"Dashboard/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return ($"{Folder}/{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}-{name}", content);
    }
}

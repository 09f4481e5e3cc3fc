using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>The source of the WSDL from which a client generates its proxy.</summary>
internal enum WsdlSource
{
    /// <summary>The vendor's files, where they are present.</summary>
    Published,

    /// <summary>The files in this repository's folder <c>wsdl</c>.</summary>
    Exported,

    /// <summary>What the running server answers to <c>?singleWsdl</c>.</summary>
    Served,

    /// <summary>What the running server answers to <c>?wsdl</c>: the schemas have addresses of their own.</summary>
    ServedInParts,
}

/// <summary>Where a client reads the WSDLs of the two services.</summary>
internal sealed record WsdlAddresses(string EMail, string SoPrincipal)
{
    /// <summary>
    /// Equal for WSDLs that result in the same proxy: they may differ in the address of the service, which every client replaces.
    /// </summary>
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var both = await http.GetStringAsync(EMail, cancellationToken) + await http.GetStringAsync(SoPrincipal, cancellationToken);
        var text = Regex.Replace(both, "location=\"[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(10));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}

/// <summary>Serves the WSDL files over HTTP, because Mono's svcutil reads no files.</summary>
internal sealed class Wsdls : IAsyncDisposable
{
    private static readonly string[] Names = ["EMail.wsdl", "SoPrincipal.wsdl"];

    private readonly WebApplication _files;
    private readonly RunningServer _server;

    private Wsdls(WebApplication files, RunningServer server)
    {
        _files = files;
        _server = server;
    }

    public static async Task<Wsdls> ServeAsync(RunningServer server, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var files = builder.Build();
        files.MapGet("/{source}/{name}", (WsdlSource source, string name) => Names.Contains(name) && File.Exists(FilePath(source, name))
            ? Results.File(FilePath(source, name), "text/xml")
            : Results.NotFound());
        await files.StartAsync(cancellationToken);
        return new Wsdls(files, server);
    }

    public WsdlAddresses Of(WsdlSource source)
    {
        if (source is WsdlSource.Served or WsdlSource.ServedInParts)
        {
            var query = source is WsdlSource.Served ? "singleWsdl" : "wsdl";
            return new WsdlAddresses($"{_server.BaseAddress}/EMail.svc?{query}", $"{_server.BaseAddress}/SoPrincipal.svc?{query}");
        }
        var address = $"{_files.Urls.Single()}/{source}";
        return new WsdlAddresses($"{address}/EMail.wsdl", $"{address}/SoPrincipal.wsdl");
    }

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    private static string FilePath(WsdlSource source, string name) =>
        source is WsdlSource.Published ? Path.Combine(Originals.Folder!, "contract", name) : Repository.PathOf("wsdl", name);
}

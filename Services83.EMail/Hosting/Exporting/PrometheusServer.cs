using Microsoft.Extensions.Options;

namespace Services83.EMail.Hosting.Exporting;

/// <summary>Serves the metrics at an address of their own, and nothing else there.</summary>
internal sealed partial class PrometheusServer(PrometheusReader reader, IOptions<TelemetryOptions> options, ILogger<PrometheusServer> logger)
    : IHostedService, IAsyncDisposable
{
    private const string Path = "/metrics";
    private const int MaxConnections = 20;

    private WebApplication? _server;

    /// <summary>Where it serves, once it has started.</summary>
    internal Uri Url => new(new Uri(_server!.Urls.First()), Path);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var url = options.Value.PrometheusUrl!;
        builder.WebHost.UseKestrelCore().UseUrls(url.ToString()).ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentConnections = MaxConnections);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, PartOfTheProgram>();
        _server = builder.Build();
        _server.MapGet(Path, WriteAsync);
        try
        {
            await _server.StartAsync(cancellationToken);
            LogServes(Url);
        }
        catch (IOException exception)
        {
            throw new ListenException($"The metrics cannot be served at {url}: {exception.Message}", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(reader.Read(), context.RequestAborted);
    }

    [LoggerMessage(211, LogLevel.Information, "The metrics are served at {Url}")]
    private partial void LogServes(Uri url);

    /// <summary>Starts and ends with the program, which alone hears signals.</summary>
    private sealed class PartOfTheProgram : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Services83.EMail.Tests.Hosting.Exporting;

/// <summary>Receives what a collector of OpenTelemetry would, as protobuf over HTTP; texts stand in these messages as they are.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _metrics = new();
    private readonly StringBuilder _traces = new();
    private readonly WebApplication _app;

    private TestCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/metrics", (HttpContext context) => TakeAsync(context, _metrics));
        _app.MapPost("/v1/traces", (HttpContext context) => TakeAsync(context, _traces));
    }

    public string Url => _app.Urls.Single();

    public static async Task<TestCollector> StartAsync(CancellationToken cancellationToken)
    {
        var collector = new TestCollector();
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    public bool HasMetrics(params string[] texts) => Has(_metrics, texts);

    public bool HasTraces(params string[] texts) => Has(_traces, texts);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private bool Has(StringBuilder received, string[] texts)
    {
        lock (_gate)
        {
            var all = received.ToString();
            return Array.TrueForAll(texts, text => all.Contains(text, StringComparison.Ordinal));
        }
    }

    private async Task TakeAsync(HttpContext context, StringBuilder received)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (_gate)
        {
            received.Append(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
        }
    }
}

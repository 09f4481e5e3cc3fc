using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Services83.EMail.Tests.Support;

/// <summary>A web site for a test's pages. It stands for every host that the browser asks, and remembers what was asked.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const string Ready = "/ready";

    private readonly WebApplication _app;

    private readonly TaskCompletionSource<string> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PageServer(WebApplication app) => _app = app;

    /// <summary>Host and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What a page has sent to <c>/ready</c>.</summary>
    public Task<string> Report => _report.Task;

    public Uri Url => new(_app.Urls.First());

    /// <param name="content">The content of a path and its type; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<PageServer> StartAsync(Func<string, (string Content, string Type)?> content, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new PageServer(builder.Build());
        server._app.Run(context => server.AnswerAsync(context, content));
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<string, (string Content, string Type)?> content)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Host.Host}{path}");
        if (path == Ready)
        {
            using var body = new StreamReader(context.Request.Body);
            _report.TrySetResult(await body.ReadToEndAsync(context.RequestAborted));
        }
        else if (content(path) is { } found)
        {
            context.Response.ContentType = found.Type;
            await context.Response.WriteAsync(found.Content, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>What a tenant got.</summary>
internal sealed record ReceivedCall(
    string Method, string Path, string Operation, string Authorization, string ApplicationToken, string Protocol, IReadOnlyDictionary<string, string> Query,
    JsonNode? Body);

/// <summary>
/// A simulated tenant, made from the published description: it refuses every request that does not match, and answers with generated values
/// that do. Tests can replace its answer to single calls.
/// </summary>
internal sealed class Upstream : IAsyncDisposable
{
    public const string BasePath = "/SuperOffice";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();

    private Upstream(WebApplication app) => _app = app;

    /// <summary>The valid requests that it received, in order.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <summary>The requests that did not match the description.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    public Uri BaseAddress => new(_app.Urls.First() + BasePath);

    /// <summary>Makes the replies.</summary>
    public SwaggerValues Values { get; set; } = new(seed: 1, Filling.Full);

    /// <summary>The values that were answered, by operation, the last one each.</summary>
    public ConcurrentDictionary<string, JsonNode?> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers instead of it; false to let it answer itself.</summary>
    public Func<HttpContext, string, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <param name="certificate">For https, where HTTP/2 is offered; null for plain http.</param>
    public static async Task<Upstream> StartAsync(CancellationToken cancellationToken, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var upstream = new Upstream(app);
        app.Run(upstream.HandleAsync);
        await app.StartAsync(cancellationToken);
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    public static Task JsonAsync(HttpContext context, string json, int status = 200) => AnswerAsync(context, json, "application/json; charset=utf-8", status);

    public static async Task AnswerAsync(HttpContext context, string text, string contentType, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var operation = context.Request.Path.Value!.Split('/')[^1];
        var call = await ReadAsync(context.Request, operation);
        _calls.Enqueue(call);
        if (await Instead(context, operation))
        {
            return;
        }

        if (context.Request.Path.Value == $"{BasePath}/api/v1/User/currentPrincipal")
        {
            await JsonAsync(context, """{"UserType":"InternalAssociate","Associate":"SAL0","AssociateId":11,"FullName":"Sally Ø","UserName":"sal@example.com"}""");
            return;
        }

        string[] problems = [.. Check(context.Request, call)];
        if (problems.Length > 0)
        {
            Array.ForEach(problems, Problems.Enqueue);
            await JsonAsync(context, JsonSerializer.Serialize(new { Message = string.Join("; ", problems) }), 400);
            return;
        }

        await AnswerAsync(context, PublishedSwagger.Operations[operation]);
    }

    private static async Task<ReceivedCall> ReadAsync(HttpRequest request, string operation)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return new ReceivedCall(
            request.Method, request.Path, operation, request.Headers.Authorization.ToString(), request.Headers["SO-AppToken"].ToString(), request.Protocol,
            request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString()),
            body.Length == 0 ? null : JsonNode.Parse(body));
    }

    private static IEnumerable<string> Check(HttpRequest request, ReceivedCall call)
    {
        if (call.Path != $"{BasePath}/api/v1/Agents/EMail/{call.Operation}" || !PublishedSwagger.Operations.TryGetValue(call.Operation, out var operation))
        {
            return [$"There is no {call.Path}"];
        }

        var problems = new List<string>();
        if (call.Method != "POST")
        {
            problems.Add($"{call.Operation} by {call.Method}");
        }

        if (call.Authorization.Length == 0)
        {
            problems.Add($"{call.Operation} without Authorization");
        }

        if (!call.Query.Keys.Order().SequenceEqual(operation.Query.Keys.Order()))
        {
            problems.Add($"{call.Operation} with the query {request.QueryString}");
        }

        if (call.Query.Values.Any(value => !int.TryParse(value, out _)))
        {
            problems.Add($"{call.Operation} with the query {request.QueryString}");
        }

        if (operation.Body is null != call.Body is null)
        {
            problems.Add($"{call.Operation} with the body {call.Body}");
        }

        if (call.Body is not null && request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            problems.Add($"{call.Operation} as {request.ContentType}");
        }

        if (call.Body is not null && operation.Body is not null)
        {
            problems.AddRange(SwaggerCheck.Problems(operation.Body, JsonSerializer.SerializeToElement(call.Body), call.Operation));
        }

        return problems;
    }

    private async Task AnswerAsync(HttpContext context, SwaggerOperation operation)
    {
        if (operation.Result is not { } type)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (type.Format == "binary")
        {
            var octets = Values.Octets();
            Answers[operation.Name] = Convert.ToBase64String(octets);
            context.Response.ContentType = "application/octet-stream";
            await context.Response.Body.WriteAsync(octets, context.RequestAborted);
        }
        else
        {
            var answer = Values.Of(type)?.ToJsonString() ?? "null";
            Answers[operation.Name] = JsonNode.Parse(answer);
            await JsonAsync(context, answer);
        }
    }
}

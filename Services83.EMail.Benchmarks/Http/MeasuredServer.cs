using System.Globalization;

namespace Services83.EMail.Benchmarks.Http;

/// <summary>The measured side, in a process of its own: a constant straight from Kestrel beside what is compared with it.</summary>
internal static class MeasuredServer
{
    public const string Raw = "/raw";
    public const string Cpu = "/cpu";

    private static readonly byte[] Constant = [.. Enumerable.Repeat((byte)'x', 900)];

    public static async Task RunAsync(Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        add(builder.Services);
        var app = builder.Build();
        app.MapPost(Raw, SendConstantAsync);
        app.MapGet(Cpu, () => Environment.CpuUsage.TotalTime.TotalMicroseconds.ToString(CultureInfo.InvariantCulture));
        map(app);
        await app.StartAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(app.Urls.First());
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static async Task SendConstantAsync(HttpContext context)
    {
        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.ContentLength = Constant.Length;
        await context.Response.BodyWriter.WriteAsync(Constant, context.RequestAborted);
    }
}

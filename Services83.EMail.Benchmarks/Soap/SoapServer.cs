using System.Globalization;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Hosting;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Benchmarks.Soap;

/// <summary>The measured side, in a process of its own: a constant straight from Kestrel, and an operation that does nothing.</summary>
internal static class SoapServer
{
    public const string Command = "soap-server";
    public const string Raw = "/raw";
    public const string Service = "/Services83/EMail.svc";
    public const string Cpu = "/cpu";

    private static readonly byte[] Constant = [.. Enumerable.Repeat((byte)'x', 900)];

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSoap();
        builder.Services.AddSingleton<INoOperation, NoOperation>();
        builder.Services.AddScoped<SucceededInspector>();
        var app = builder.Build();
        app.MapPost(Raw, SendConstantAsync);
        app.MapGet(Cpu, () => Environment.CpuUsage.TotalTime.TotalMicroseconds.ToString(CultureInfo.InvariantCulture));
        app.MapSoapService<INoOperation>(
            new SoapServiceOptions { ServiceName = "Benchmark", Addresses = [Service] }.AddMessageInspector<SucceededInspector>());
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

/// <summary>One operation of the published contract, with its headers.</summary>
[ServiceContract(Name = "EMail", Namespace = ServiceNamespace.Services83)]
[MessageHeaders(Request = typeof(EMailRequestHeaders), Response = typeof(ResponseHeaders))]
internal interface INoOperation
{
    [OperationContract]
    Task SyncEmailAccountsAsync([MessageParameter(Name = "SyncUserAccounts")] SyncUserAccount[]? syncUserAccounts);
}

internal sealed class NoOperation : INoOperation
{
    public Task SyncEmailAccountsAsync(SyncUserAccount[]? syncUserAccounts) => Task.CompletedTask;
}

internal sealed class SucceededInspector : IDispatchMessageInspector
{
    public ValueTask AfterReceiveRequestAsync(OperationContext context) => ValueTask.CompletedTask;

    public ValueTask BeforeSendReplyAsync(OperationContext context)
    {
        ((ResponseHeaders)context.ReplyHeaders!).Succeeded = context.Exception is null;
        return ValueTask.CompletedTask;
    }
}

using Services83.EMail.Benchmarks.Http;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Benchmarks.Soap;

/// <summary>The SOAP endpoint with an operation that does nothing.</summary>
internal static class SoapServer
{
    public const string Command = "soap-server";
    public const string Service = "/Services83/EMail.svc";

    public static Task RunAsync() => MeasuredServer.RunAsync(
        services =>
        {
            services.AddSoap();
            services.AddSingleton<INoOperation, NoOperation>();
            services.AddScoped<SucceededInspector>();
        },
        app => app.MapSoapService<INoOperation>(
            new SoapServiceOptions { ServiceName = "Benchmark", Addresses = [Service] }.AddMessageInspector<SucceededInspector>()));
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

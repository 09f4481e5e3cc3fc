using System.Reflection;
using Services83.EMail.Benchmarks.Http;
using Services83.EMail.Doors.Rest;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Benchmarks.Rest;

/// <summary>The web API with an engine that does nothing and lets everybody in.</summary>
internal static class RestServer
{
    public const string Command = "rest-server";
    public const string In = "/api/v1/Agents/EMail/SyncEmailAccounts";
    public const string Out = "/api/v1/Agents/EMail/GetReadySyncEmailAccounts";

    public static Task RunAsync() => MeasuredServer.RunAsync(
        services =>
        {
            services.AddOptions<IdentityOptions>();
            services.AddScoped<CallContext>();
            services.AddProgramMeter().AddSingleton<CallMetrics>().AddSingleton(TimeProvider.System).AddSingleton<CallCollector>();
            services.AddScoped<CallReport>();
            services.AddSingleton<ICallerAuthentication, Everybody>();
            services.AddSingleton(DispatchProxy.Create<IWebEMailAgent, NoEngine>());
            services.AddRestDoor(_ => new RestDoorOptions(null, new SoapLimits(), ShowsStackTraces: false));
        },
        app => app.MapRestDoor());

    private sealed class Everybody : ICallerAuthentication
    {
        private static readonly Task<Caller?> Somebody = Task.FromResult<Caller?>(new Caller { AssociateId = 1, LoginName = "a", IsPrivileged = true });

        public Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken) => Somebody;
    }
}

/// <summary>Takes everything and returns a list of a hundred accounts.</summary>
#pragma warning disable MA0053 // A proxy is a class derived from it.
public class NoEngine : DispatchProxy
{
    private static readonly Task<SyncUserAccount[]> Accounts = Task.FromResult<SyncUserAccount[]>(
        [.. Enumerable.Range(1, 100).Select(i => new SyncUserAccount { AccountId = i, AssociateName = $"associate{i}", AssociateId = i })]);

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(Task) ? Task.CompletedTask : Accounts;
}

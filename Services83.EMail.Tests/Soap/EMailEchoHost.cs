using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;

namespace Services83.EMail.Tests.Soap;

/// <summary>
/// The published contract over an implementation that does nothing. With the ticket <c>echo</c> it returns in ExtraInfo the values that it
/// has read, like the host of the recorded conversations.
/// </summary>
internal static class EMailEchoHost
{
    public const string Path = "/Services83/EMail.svc";

    public static SoapServiceOptions Options { get; } = new SoapServiceOptions
    {
        ServiceName = "WcfEMailService",
        Addresses = [Path],
    }.AddMessageInspector<EchoInspector>();

    private static EMailFolder[] Folders(object?[] arguments) => ((string?[]?)arguments[1] ?? ["INBOX"])
        .Select((name, i) => new EMailFolder { Name = name, Delimiter = "/", Subscribed = true, EmailFolderId = i }).ToArray();

    public static Task<SoapTestHost> StartAsync(SoapServiceOptions? options = null) => SoapTestHost.StartAsync(
        services =>
        {
            services.AddScoped<EchoInspector>();
            services.AddSingleton(EMailStub.Create(("GetFolderInfoAsync", Folders)));
        },
        app => app.MapSoapService<IEMailAgent>(options ?? Options));
}

internal sealed class EchoInspector : IDispatchMessageInspector
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ValueTask AfterReceiveRequestAsync(OperationContext context)
    {
        var request = (EMailRequestHeaders)context.RequestHeaders!;
        var reply = (ResponseHeaders)context.ReplyHeaders!;
        reply.TimeZone = request.TimeZone;
        return ValueTask.CompletedTask;
    }

    public ValueTask BeforeSendReplyAsync(OperationContext context)
    {
        var reply = (ResponseHeaders)context.ReplyHeaders!;
        reply.Succeeded = context.Exception is null;
        if (reply.Succeeded && (EMailRequestHeaders)context.RequestHeaders! is { Credentials.Ticket: "echo" } request)
        {
            Echo(context, request, reply);
        }

        return ValueTask.CompletedTask;
    }

    private static void Echo(OperationContext context, EMailRequestHeaders request, ResponseHeaders reply)
    {
        var seen = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["tok"] = request.ApplicationToken,
            ["tick"] = request.Credentials!.Ticket,
            ["tz"] = request.TimeZone,
            ["echo"] = Arguments(context),
        };
        reply.ExtraInfo = new SoExtraInfo { ["seen"] = JsonSerializer.Serialize(seen, Json) };
    }

    private static object? Arguments(OperationContext context)
    {
        var parts = context.Operation.Request.Parts;
        return parts.Count == 1
            ? context.Arguments[0]
            : parts.Select((part, i) => (part.Name, Value: context.Arguments[i])).ToDictionary(x => x.Name, x => x.Value, StringComparer.Ordinal);
    }
}

/// <summary>An implementation of all operations that returns null or default, except where a handler has been given.</summary>
[SuppressMessage("Design", "MA0053", Justification = "DispatchProxy derives from it.")]
public class EMailStub : DispatchProxy
{
    private readonly Dictionary<string, Func<object?[], object?>> _handlers = new(StringComparer.Ordinal);

    public static IEMailAgent Create(params (string Method, Func<object?[], object?> Handler)[] handlers)
    {
        var agent = Create<IEMailAgent, EMailStub>();
        foreach (var (method, handler) in handlers)
        {
            ((EMailStub)(object)agent)._handlers.Add(method, handler);
        }

        return agent;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = _handlers.TryGetValue(targetMethod!.Name, out var handler) ? handler(args!) : null;
        if (targetMethod.ReturnType == typeof(Task))
        {
            return Task.CompletedTask;
        }

        var type = targetMethod.ReturnType.GenericTypeArguments[0];
        result ??= type.IsValueType ? Activator.CreateInstance(type) : null;
        return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(type).Invoke(null, [result]);
    }
}

using System.Runtime.ExceptionServices;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Messaging;

namespace Services83.EMail.Soap.Hosting;

/// <summary>Calls an operation between its inspectors.</summary>
internal sealed class OperationInvoker(SoapServiceOptions options)
{
    public async Task InvokeAsync(OperationContext call, MessageReader message)
    {
        var services = call.HttpContext.RequestServices;
        var inspectors = new IDispatchMessageInspector[options.Inspectors.Count];
        for (var i = 0; i < inspectors.Length; i++)
        {
            inspectors[i] = (IDispatchMessageInspector)services.GetRequiredService(options.Inspectors[i]);
        }

        try
        {
            foreach (var inspector in inspectors)
            {
                await inspector.AfterReceiveRequestAsync(call);
            }

            await message.ReadArgumentsAsync(call);
            var implementation = services.GetRequiredService(call.Operation.Contract.Type);
            call.Result = await call.Operation.Invoke(implementation, call.ArgumentArray);
        }
        catch (Exception exception) when (inspectors.Length > 0 && !call.HttpContext.RequestAborted.IsCancellationRequested)
        {
            call.Exception = exception;
        }

        for (var i = inspectors.Length - 1; i >= 0; i--)
        {
            await inspectors[i].BeforeSendReplyAsync(call);
        }

        if (call.Exception is not null && !call.ExceptionHandled)
        {
            ExceptionDispatchInfo.Throw(call.Exception);
        }
    }
}

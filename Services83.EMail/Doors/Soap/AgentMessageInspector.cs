using Microsoft.Extensions.Options;
using Services83.EMail.Identity;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Time;

namespace Services83.EMail.Doors.Soap;

/// <summary>
/// What Services83 adds to plain SOAP: tickets and application tokens are header blocks, and application errors are returned in
/// <c>ExceptionInfo</c> with <c>Succeeded</c> false and HTTP 200, because clients read them there.
/// </summary>
internal sealed class AgentMessageInspector(
    CallContext call, ICallerAuthentication authentication, CallReport report, IOptions<IdentityOptions> identity) : IDispatchMessageInspector
{
    public async ValueTask AfterReceiveRequestAsync(OperationContext context)
    {
        call.Receive(context.HttpContext);
        UseZone(context, identity.Value.BaseZone);
        switch (context.RequestHeaders)
        {
            case EMailRequestHeaders headers:
                var named = TimeZones.Find(headers.TimeZone, fallback: call.TimeZone);
                UseZone(context, named ?? call.TimeZone);
                call.ApplicationToken = headers.ApplicationToken;
                call.Caller = await authentication.AuthenticateAsync(headers.Credentials?.Ticket, headers.ApplicationToken, call.Aborted);
                context.Payer = call.Payer;
                if (named is null)
                {
                    throw new InvalidArgumentException(nameof(headers.TimeZone), UnknownZone(headers.TimeZone!));
                }

                break;
            case SoPrincipalRequestHeaders headers:
                call.ApplicationToken = headers.ApplicationToken;
                context.Payer = call.Payer;
                break;
        }
    }

    public ValueTask BeforeSendReplyAsync(OperationContext context)
    {
        var headers = (ResponseHeaders)context.ReplyHeaders!;
        var error = report.Describe(context.Operation.Name, context.Exception);
        headers.Succeeded = context.Exception is null;
        headers.ExceptionInfo = error?.Info;
        headers.ExtraInfo = ExtraInfo();
        headers.TimeZone = call.TimeZone.ToHeader();
        context.ExceptionHandled = error is not null;
        report.Log(
            "soap", context.Operation.Name, error?.Kind.WireName() ?? (context.Exception is null ? null : "fault"),
            error?.Info.Message ?? (context.Exception as FaultException)?.Message);
        return ValueTask.CompletedTask;
    }

    private void UseZone(OperationContext context, CallerTimeZone zone)
    {
        call.TimeZone = zone;
        context.RequestDates = zone.ToUtc;
        context.ReplyDates = zone.IsUtc ? null : zone.FromUtc;
    }

    private static string UnknownZone(SoTimeZone zone) => string.IsNullOrWhiteSpace(zone.SoTimeZoneLocationCode)
        ? $"The time zone number {zone.SoTimeZoneId} is unknown. Name the zone by a code such as NO or US-NY in SoTimeZoneLocationCode."
        : "SoTimeZoneLocationCode names an unknown time zone. Use a code such as NO or US-NY, or a name such as Europe/Oslo.";

    private SoExtraInfo? ExtraInfo()
    {
        if (call.ExtraInfo.Count == 0)
        {
            return null;
        }

        var info = new SoExtraInfo();
        foreach (var (name, value) in call.ExtraInfo)
        {
            info[name] = value;
        }

        return info;
    }
}

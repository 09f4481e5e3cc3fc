using System.Diagnostics;
using System.Diagnostics.Metrics;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Connections;

/// <summary>Measures connecting and logging in. Hosts are named in spans only: callers may name any.</summary>
public sealed class LoginMetrics(ProgramMeter meter)
{
    private readonly Histogram<double> _duration = meter.Duration("services83.mail.login.duration", "Duration of connecting to a mail server and logging in.");

    /// <summary>Runs a login.</summary>
    /// <param name="options">Of the protocol.</param>
    /// <param name="server">The server.</param>
    /// <param name="logIn">Connects and logs in.</param>
    internal async Task<TClient> MeasureAsync<TClient>(LineOptions options, MailEndpoint server, Func<Task<TClient>> logIn)
    {
        var started = Stopwatch.GetTimestamp();
        var protocol = options switch { ImapConnectionOptions => "imap", Pop3ConnectionOptions => "pop3", _ => "smtp" };
        using var span = Spans.Begin($"{protocol} login", ActivityKind.Client);
        span?.SetTag(Attributes.ServerAddress, server.Host).SetTag(Attributes.ServerPort, server.Port);
        var tags = new TagList { { Attributes.Protocol, protocol } };
        try
        {
            return await logIn();
        }
        catch (Exception exception)
        {
            var kind = exception is AgentException known ? known.Kind.WireName() : exception.GetType().Name;
            tags.Add(Attributes.ErrorType, kind);
            span.Fail(kind, exception.Message);
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }
}

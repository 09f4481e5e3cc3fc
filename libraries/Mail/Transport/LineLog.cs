using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Mail.Transport;

/// <summary>Logs, for the operator, the system's error of a failed connection.</summary>
internal static partial class LineLog
{
    /// <returns>The same as text for the caller.</returns>
    public static string Explain(this LineOptions options, Exception cause)
    {
        if (options.Logger is { } logger)
        {
            LogBroken(logger, options.Host, options.Port, cause.GetType().Name, cause.GetBaseException().Message);
        }

        return LineTrouble.Of(cause);
    }

    public static void Refused(this LineOptions options, SslPolicyErrors errors, X509Chain? chain)
    {
        if (options.Logger is { } logger)
        {
            LogRefused(logger, options.Host, options.Port, errors, string.Join("; ", chain?.ChainStatus.Select(status => status.Status) ?? []));
        }
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "{Host}:{Port}: {Kind}: {Message}")]
    private static partial void LogBroken(ILogger logger, string host, int port, string kind, string message);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Information, Message = "{Host}:{Port}: the certificate is refused: {Errors} {Rules}")]
    private static partial void LogRefused(ILogger logger, string host, int port, SslPolicyErrors errors, string rules);
}

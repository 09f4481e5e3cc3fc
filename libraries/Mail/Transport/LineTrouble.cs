using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// The reason why there is no connection to a server (any more), in texts that are the same on every machine. The texts of the system and
/// the framework contain addresses and types that callers need not know; they are in the inner exception, for the log.
/// </summary>
public static class LineTrouble
{
    /// <summary>A clause, such as "it refuses the connection".</summary>
    public static string Of(Exception exception) => SocketErrorOf(exception) switch
    {
        SocketError.HostNotFound or SocketError.NoData => "its host name is unknown",
        SocketError.TryAgain or SocketError.NoRecovery => "its host name cannot be resolved at the moment",
        SocketError.ConnectionRefused => "it refuses the connection",
        SocketError.TimedOut => "it does not answer",
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable or SocketError.NetworkDown => "there is no network route to it",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the other side closed the connection",
        null when Causes(exception).Any(cause => cause is AuthenticationException) => "the TLS handshake failed",
        null when exception is ObjectDisposedException => "this program closed the connection",
        null when Causes(exception).Any(cause => cause is IOException) => "the other side closed the connection",
        _ => "the log has the reason",
    };

    /// <summary>A clause for each rule that the certificate, or one of its issuers, violates.</summary>
    public static string Of(X509Chain? chain)
    {
        var reasons = (chain?.ChainStatus ?? []).Select(status => Of(status.Status)).Distinct(StringComparer.Ordinal);
        return string.Join("; ", reasons.DefaultIfEmpty(Of(X509ChainStatusFlags.NoError)));
    }

    private static string Of(X509ChainStatusFlags rule) => rule switch
    {
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "its issuer is not trusted on this machine",
        X509ChainStatusFlags.NotTimeValid => "it has expired, or is not valid yet",
        X509ChainStatusFlags.Revoked => "it has been revoked",
        X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => "its revocation status is unknown",
        X509ChainStatusFlags.NotSignatureValid => "its signature is wrong",
        X509ChainStatusFlags.NotValidForUsage => "it is not valid for servers",
        _ => "it violates a rule; the log names the rule",
    };

    private static SocketError? SocketErrorOf(Exception exception) => Causes(exception).OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}

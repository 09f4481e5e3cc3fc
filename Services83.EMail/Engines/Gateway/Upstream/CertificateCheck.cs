using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>Accepts the certificates that the operating system accepts. If it refuses one, the exception gives the reason as text for
/// callers.</summary>
internal static class CertificateCheck
{
    /// <exception cref="UntrustedTenantException">The certificate is not valid for the server.</exception>
    public static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var rules = string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status));
        throw new UntrustedTenantException(Why(chain, errors), new AuthenticationException($"{errors}: {rules}"));
    }

    private static string Why(X509Chain? chain, SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it sent no certificate"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its certificate is for another name"
        : $"its certificate is not trusted: {LineTrouble.Of(chain)}";
}

/// <summary>A tenant's certificate is refused; the message is a clause for callers.</summary>
internal sealed class UntrustedTenantException(string message, Exception innerException) : Exception(message, innerException);

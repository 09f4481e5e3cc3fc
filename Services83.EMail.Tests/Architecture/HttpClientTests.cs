using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Architecture;

/// <summary>
/// A certificate can name an address from which the framework loads the certificate of its issuer. So each HTTP client builds its chains as the
/// mail clients do, without downloads; only the gateway's tenant is chosen by the operator alone.
/// </summary>
public sealed class HttpClientTests
{
    [Test]
    public void Http_clients_load_nothing_that_a_certificate_names()
    {
        var references = TypeReferences.Of(typeof(GatewayOptions).Assembly);
        var clients = TypesThatUse(typeof(SocketsHttpHandler).FullName!).Where(type => !type.StartsWith(typeof(GatewayOptions).Namespace!, StringComparison.Ordinal));

        Assert.That(clients, Is.Not.Empty);
        Assert.That(clients.Except(TypesThatUse(typeof(TlsTrust).FullName!)), Is.Empty);

        IReadOnlyList<string> TypesThatUse(string target) => [.. references.Where(reference => reference.TargetType == target).Select(reference => reference.Type).Distinct()];
    }
}

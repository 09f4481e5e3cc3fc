using System.Net;
using System.Net.Sockets;

namespace Services83.EMail.Connections.Egress;

/// <summary>
/// Which addresses an HTTP client of the program may connect to: any host and port of the public internet, and the networks that a setting
/// names. The connection is made to exactly the addresses that were checked, so a name that resolves differently a moment later is no risk.
/// </summary>
/// <param name="privateNetworks">Networks that are allowed although they are private, loopback or link-local.</param>
/// <param name="setting">Name of the setting that they come from.</param>
public sealed class HttpEgress(IEnumerable<string> privateNetworks, string setting)
{
    private readonly IPNetwork[] _private = PublicAddresses.Networks(privateNetworks);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ForbiddenHostException">None of the host's addresses is allowed.</exception>
    /// <exception cref="SocketException">The name cannot be resolved, or no address answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = (await PublicAddresses.ResolveAsync(host, cancellationToken)).Where(address => PublicAddresses.IsOpen(address, _private)).ToArray();
        return addresses.Length > 0
            ? await PublicAddresses.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken)
            : throw new ForbiddenHostException($"This installation does not connect to {host}: its address is not public, and is not in {setting}.");
    }
}

/// <summary>The settings forbid a connection; the message says why.</summary>
public sealed class ForbiddenHostException(string message) : Exception(message);

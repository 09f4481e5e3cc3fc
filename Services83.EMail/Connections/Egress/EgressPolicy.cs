using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Egress;

/// <summary>
/// Decides which mail servers the program may connect to. Callers name hosts, so without a policy they could make this program connect to
/// machines that only it can reach. Names are resolved here, and the connection is made to exactly the addresses that were checked: a name
/// that resolves to another address a moment later is no risk.
/// </summary>
public sealed class EgressPolicy(IOptions<EgressOptions> options)
{
    private static readonly int[] MailPorts = [25, 110, 143, 465, 587, 993, 995], HttpsPorts = [443];

    private readonly EgressOptions _options = options.Value;
    private readonly IPNetwork[] _private = PublicAddresses.Networks(options.Value.PrivateNetworks);

    /// <summary>The addresses of a host that the program may connect to.</summary>
    /// <exception cref="MailServerException">The host, the port or all of its addresses are not allowed.</exception>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken cancellationToken) =>
        ResolveAsync(host, port, _options.AllowedPorts.Length > 0 ? _options.AllowedPorts : MailPorts, cancellationToken);

    /// <summary>Connects to the web server of a mail domain: the same hosts and networks as for mail, and port 443.</summary>
    /// <exception cref="MailServerException">The policy refuses the host, or the port is another one.</exception>
    /// <exception cref="SocketException">The name cannot be resolved, or no address answers.</exception>
    public async ValueTask<Stream> ConnectHttpsAsync(DnsEndPoint endPoint, CancellationToken cancellationToken) => await PublicAddresses.ConnectAsync(
        await ResolveAsync(endPoint.Host, endPoint.Port, HttpsPorts, cancellationToken), endPoint.Port, cancellationToken);

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, int[] ports, CancellationToken cancellationToken)
    {
        host = MailHost.TryCanonical(host)
            ?? throw Refused(host.Length > MailHost.MaxLength ? host[..MailHost.MaxLength] : host, "that is not a host name");

        if (_options.AllowedHosts.Length > 0 && !_options.AllowedHosts.Any(pattern => Matches(pattern, host)))
        {
            throw Refused(host, "the host is not among Mail:Egress:AllowedHosts");
        }

        if (!ports.Contains(port))
        {
            throw Refused(host, ports == HttpsPorts ? $"port {port} is not the one of HTTPS" : $"port {port} is not among Mail:Egress:AllowedPorts");
        }

        return await OpenAddressesAsync(host, cancellationToken);
    }

    private async Task<IReadOnlyList<IPAddress>> OpenAddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = (await PublicAddresses.ResolveAsync(host, cancellationToken)).Where(IsOpen).ToArray();
        return addresses.Length > 0
            ? addresses
            : throw Refused(host, "its address is not public, and is not in Mail:Egress:PrivateNetworks");
    }

    /// <summary>Connects to the first address that answers. For clients that accept a delegate which opens their connections.</summary>
    /// <exception cref="MailServerException">The policy refuses the host.</exception>
    /// <exception cref="SocketException">No address answers.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken) =>
        await PublicAddresses.ConnectAsync(await ResolveAsync(endPoint.Host, endPoint.Port, cancellationToken), endPoint.Port, cancellationToken);

    /// <summary>As <see cref="ConnectAsync(DnsEndPoint, CancellationToken)"/>, for a server that is no mail server: the settings for hosts and
    /// ports do not apply, its address must be public all the same.</summary>
    /// <exception cref="MailServerException">None of the host's addresses is public.</exception>
    /// <exception cref="SocketException">The name cannot be resolved, or no address answers.</exception>
    public async ValueTask<Stream> ConnectToPublicAsync(DnsEndPoint endPoint, CancellationToken cancellationToken) =>
        await PublicAddresses.ConnectAsync(await OpenAddressesAsync(endPoint.Host, cancellationToken), endPoint.Port, cancellationToken);

    internal bool IsOpen(IPAddress address) => PublicAddresses.IsOpen(address, _private);

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host == MailHost.Canonical(pattern);

    private static MailServerException Refused(string host, string reason) =>
        new(host, $"This installation does not connect to {host}: {reason}.", transient: false) { IsForbidden = true };
}

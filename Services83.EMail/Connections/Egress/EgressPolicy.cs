using System.Net;
using System.Net.NetworkInformation;
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
    private static readonly int[] MailPorts = [25, 110, 143, 465, 587, 993, 995];

    /// <summary>Networks that are not the public internet (RFC 6890), and tunnels into IPv4 that hide an address.</summary>
    private static readonly IPNetwork[] Closed = Networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ]);

    /// <summary>NAT64 (RFC 6052): the last four bytes are the IPv4 address.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private readonly EgressOptions _options = options.Value;
    private readonly IPNetwork[] _private = Networks(options.Value.PrivateNetworks);

    /// <summary>The addresses of a host that the program may connect to.</summary>
    /// <exception cref="MailServerException">The host, the port or all of its addresses are not allowed.</exception>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        host = MailHost.TryCanonical(host)
            ?? throw Refused(host.Length > MailHost.MaxLength ? host[..MailHost.MaxLength] : host, "that is not a host name");

        if (_options.AllowedHosts.Length > 0 && !_options.AllowedHosts.Any(pattern => Matches(pattern, host)))
        {
            throw Refused(host, "the host is not among Mail:Egress:AllowedHosts");
        }

        var ports = _options.AllowedPorts.Length > 0 ? _options.AllowedPorts : MailPorts;
        if (!ports.Contains(port))
        {
            throw Refused(host, $"port {port} is not among Mail:Egress:AllowedPorts");
        }

        var addresses = (await AddressesAsync(host, cancellationToken)).Where(IsOpen).ToArray();
        return addresses.Length > 0
            ? addresses
            : throw Refused(host, "its address is not public, and is not in Mail:Egress:PrivateNetworks");
    }

    /// <summary>Connects to the first address that answers. For clients that accept a delegate which opens their connections.</summary>
    /// <exception cref="MailServerException">The policy refuses the host.</exception>
    /// <exception cref="SocketException">No address answers.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(endPoint.Host, endPoint.Port, cancellationToken);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], endPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < addresses.Count - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    internal bool IsOpen(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        else if (Nat64.Contains(address))
        {
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        }

        return _private.Any(network => network.Contains(address)) || !(Closed.Any(network => network.Contains(address)) || IsOwn(address));
    }

    /// <summary>A public address of this machine leads to its own services, even to those that only this machine may reach.</summary>
    private static bool IsOwn(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Any(own => own.Address.Equals(address));

    /// <summary>An address is used unchanged: the resolver reads some spellings differently.</summary>
    private static async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellationToken);

    private static IPNetwork[] Networks(string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host == MailHost.Canonical(pattern);

    private static MailServerException Refused(string host, string reason) =>
        new(host, $"This installation does not connect to {host}: {reason}.", transient: false) { IsForbidden = true };
}

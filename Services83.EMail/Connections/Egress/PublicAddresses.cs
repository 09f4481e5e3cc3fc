using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Services83.EMail.Connections.Egress;

/// <summary>
/// Tells addresses of the public internet from those that only this machine or its network can reach, and connects to exactly the addresses
/// that it has checked.
/// </summary>
internal static class PublicAddresses
{
    private const int SecondsOfSilence = 60;
    private const int SecondsBetweenProbes = 15;
    private const int Probes = 4;

    /// <summary>Networks that are not the public internet (RFC 6890), and tunnels into IPv4 that hide an address.</summary>
    private static readonly IPNetwork[] Closed = Networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ]);

    /// <summary>NAT64 (RFC 6052): the last four bytes are the IPv4 address.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <exception cref="FormatException">One of them is not a network such as 10.1.0.0/16.</exception>
    public static IPNetwork[] Networks(IEnumerable<string> texts) => [.. texts.Select(text => IPNetwork.Parse(text))];

    /// <param name="allowed">Networks that may be connected to although they are not public.</param>
    public static bool IsOpen(IPAddress address, IEnumerable<IPNetwork> allowed)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        else if (Nat64.Contains(address))
        {
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        }

        return allowed.Any(network => network.Contains(address)) || !(Closed.Any(network => network.Contains(address)) || IsOwn(address));
    }

    /// <summary>All addresses of a host. An address is used unchanged: the resolver reads some spellings differently.</summary>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Connects to the first address that answers.</summary>
    /// <param name="addresses">One or more.</param>
    /// <exception cref="SocketException">No address answers.</exception>
    public static async ValueTask<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            KeepAlive(socket);
            try
            {
                await socket.ConnectAsync(addresses[i], port, cancellationToken);
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

    /// <summary>Has the operating system find out after about two minutes that the other side is gone, also while nothing is said, as in a
    /// watched inbox. It costs one empty packet in a minute, and keeps the connection known to devices that forget idle ones.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsOfSilence);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SecondsBetweenProbes);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    /// <summary>A public address of this machine leads to its own services, even to those that only this machine may reach.</summary>
    private static bool IsOwn(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Any(own => own.Address.Equals(address));
}

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Imap.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>Opens IMAP connections to the servers of accounts, within the egress policy and always encrypted.</summary>
public sealed class ImapConnector(EgressPolicy egress, IOptions<MailOptions> options, ILogger<ImapClient> trace)
{
    /// <summary>Connects, logs in, and enables what quick syncs need.</summary>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="AgentException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    public async Task<ImapClient> ConnectAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var login = account.Incoming;
        var addresses = await egress.ResolveAsync(login.Server, login.Port, cancellationToken);
        var password = login.Password.Reveal();
        var credentials = login.UsesToken ? ImapCredentials.OAuth(login.UserName, password) : ImapCredentials.Password(login.UserName, password);
        var client = await ImapClient.ConnectAsync(Options(login, addresses), cancellationToken);
        try
        {
            await client.AuthenticateAsync(credentials, cancellationToken);
            await client.EnableAsync(["QRESYNC"], cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private ImapConnectionOptions Options(MailLogin login, IReadOnlyList<IPAddress> addresses) => new()
    {
        Host = login.Server,
        Port = login.Port,
        Security = login.Security == MailSecurity.Tls ? ImapSecurity.Tls : ImapSecurity.StartTls,
        Trust = options.Value.PinnedCertificates.TryGetValue(login.Server, out var fingerprint) ? TlsTrust.Pinned(fingerprint) : TlsTrust.System,
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
        // To the addresses that the policy has seen, and to no others that the name may mean a moment later.
        ConnectCallback = (endPoint, token) => DialAsync(addresses, endPoint.Port, token),
        Logger = trace,
    };

    private static async ValueTask<Stream> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                // The next address of the same host may answer.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

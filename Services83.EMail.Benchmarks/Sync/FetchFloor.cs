using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>The least work to fetch all messages: the bytes of one FETCH per folder are read over TLS and discarded.</summary>
internal static class FetchFloor
{
    private const int BufferSize = 256 * 1024;

    public static async Task RunAsync(ImapConnectionOptions server, string fingerprint, string user, string password, IEnumerable<string> folders)
    {
        using var socket = new TcpClient(server.Host, server.Port) { NoDelay = true };
        await using var stream = new SslStream(
            socket.GetStream(),
            leaveInnerStreamOpen: false,
            (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint);
        await stream.AuthenticateAsClientAsync(server.Host);
        var buffer = new byte[BufferSize];
        await RunAsync(stream, buffer, "L", $"LOGIN {user} {password}");
        foreach (var folder in folders)
        {
            await RunAsync(stream, buffer, "E", $"EXAMINE \"{folder}\"");
            await RunAsync(stream, buffer, "F", "UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])");
        }
    }

    /// <summary>Sends a command and reads until the bytes end with a line that begins with its tag.</summary>
    private static async Task RunAsync(SslStream stream, byte[] buffer, string tag, string command)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{tag}!9 {command}\r\n"));
        var end = Encoding.ASCII.GetBytes($"{tag}!9 OK");
        for (var kept = 0; ;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(kept));
            if (read == 0)
            {
                throw new IOException("The server hung up.");
            }

            var filled = buffer.AsSpan(0, kept + read);
            var tail = filled[Math.Max(0, filled.Length - 1000)..];
            if (tail.EndsWith("\r\n"u8) && tail.LastIndexOf(end) >= 0)
            {
                return;
            }

            kept = Math.Min(1000, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }
    }
}

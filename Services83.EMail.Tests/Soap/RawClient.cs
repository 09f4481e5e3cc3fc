using System.Net.Sockets;
using System.Text;

namespace Services83.EMail.Tests.Soap;

/// <summary>Sends bytes as they are over a connection of its own, for what an HTTP client would not send.</summary>
internal static class RawClient
{
    /// <summary>The whole reply: up to its end by Content-Length or last chunk, or up to the end of the connection.</summary>
    public static async Task<byte[]> SendAsync(Uri server, byte[] request, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellation);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request, cancellation);
        }
        catch (IOException)
        {
            // The server has answered and closed the connection before it had read everything; the answer may still be there.
        }

        return await ReadReplyAsync(stream, isHead: request.AsSpan().StartsWith("HEAD "u8), cancellation);
    }

    public static Task<byte[]> SendAsync(Uri server, string request, CancellationToken cancellation) =>
        SendAsync(server, Encoding.UTF8.GetBytes(request), cancellation);

    private static async Task<byte[]> ReadReplyAsync(NetworkStream stream, bool isHead, CancellationToken cancellation)
    {
        var reply = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, cancellation);
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0)
            {
                return [.. reply];
            }

            reply.AddRange(buffer.AsSpan(0, read));
            while (Encoding.Latin1.GetString([.. reply.Take(25)]).StartsWith("HTTP/1.1 100 Continue\r\n\r\n", StringComparison.Ordinal))
            {
                reply.RemoveRange(0, 25);
            }

            if (reply.Count > 0 && IsComplete(reply, isHead))
            {
                return [.. reply];
            }
        }
    }

    private static bool IsComplete(List<byte> reply, bool isHead)
    {
        var text = Encoding.Latin1.GetString([.. reply]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        if (isHead || text.StartsWith("HTTP/1.1 204", StringComparison.Ordinal))
        {
            return true;
        }

        var length = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is null
            ? text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
            : reply.Count >= end + 4 + int.Parse(length["Content-Length: ".Length..], null);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Services83.EMail.Benchmarks.Http;

/// <summary>Sends requests over kept connections, each after the reply to the one before it, and costs little itself.</summary>
internal static class LoadClient
{
    /// <param name="request">The bytes of a request, from its number, 0 and up.</param>
    /// <returns>How long each took, in milliseconds.</returns>
    public static async Task<double[]> SendAsync(Uri address, int connections, int requests, Func<int, byte[]> request)
    {
        var times = new double[requests];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(address.Host, address.Port);
            var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            for (int number; (number = Interlocked.Increment(ref next)) < requests;)
            {
                var bytes = request(number);
                var since = Stopwatch.GetTimestamp();
                await stream.WriteAsync(bytes);
                await ReadReplyAsync(stream, buffer);
                times[number] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            }
        }));
        return times;
    }

    private static async Task ReadReplyAsync(NetworkStream stream, byte[] buffer)
    {
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(count));
            if (read == 0)
            {
                throw new InvalidOperationException("The server has hung up.");
            }

            count += read;
            if (IsComplete(buffer.AsSpan(0, count)))
            {
                return;
            }
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> reply)
    {
        var end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (reply.StartsWith("HTTP/1.1 204"u8))
        {
            return reply.Length == end + 4;
        }

        if (!reply.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(reply));
        }

        var length = reply.IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
        var digits = reply[length..];
        return reply.Length == end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;
using System.Net;
using System.Text;
using Services83.EMail.Benchmarks.Requests;

namespace Services83.EMail.Benchmarks.Reading;

/// <summary>A call and how often it is made in a round.</summary>
internal sealed record Call(string Name, string Operation, string Body, int Count)
{
    /// <summary>Whether it needs mail that no call before has returned.</summary>
    public bool IsFresh { get; init; }

    public bool IsSync => Operation == "EMail/GetNewMail";

    /// <summary>More of them at a time would only wait for each other.</summary>
    public int MostConnections { get; init; } = 512;
}

/// <summary>Sends calls over kept connections.</summary>
internal sealed class ReadingClient(ServedProgram program) : IDisposable
{
    private const string Principal = "SoPrincipal/";

    private static ReadOnlySpan<byte> Succeeded => ">true</"u8;

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = program.Address };

    /// <summary>Bytes of the last reply.</summary>
    public long ReplyBytes { get; private set; }

    /// <summary>Sends each call after the reply to the one before it on its connection.</summary>
    /// <returns>How long each took, in milliseconds.</returns>
    public async Task<double[]> SendAsync(Call call, int connections)
    {
        var times = new double[call.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(connections, call.Count)).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < call.Count;)
            {
                var since = Stopwatch.GetTimestamp();
                await SendAsync(call);
                times[number] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            }
        }));
        return times;
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(Call call)
    {
        var isLogin = call.Operation.StartsWith(Principal, StringComparison.Ordinal);
        using var content = new ByteArrayContent(SoapRequest.Envelope(isLogin ? SoapRequest.ApplicationToken : SoapRequest.Headers(program.Ticket), call.Body));
        content.Headers.ContentType = new("text/xml", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, isLogin ? "/Services83/SoPrincipal.svc" : "/Services83/EMail.svc") { Content = content };
        request.Headers.Add("SOAPAction", $"\"{ServiceNamespace.Services83}/{call.Operation}\"");
        using var reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await reply.Content.ReadAsStreamAsync();
        ReplyBytes = await CountAsync(stream);
        if (reply.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{call.Name}: {reply.StatusCode}");
        }
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var count = 0L;
        for (int read; (read = await stream.ReadAsync(buffer)) > 0; count += read)
        {
            // An application's error comes with status 200.
            if (count == 0 && buffer.AsSpan(0, read).IndexOf(Succeeded) < 0)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }

        return count;
    }
}

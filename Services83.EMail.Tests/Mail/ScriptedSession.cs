using System.Net.Security;
using System.Text;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail;

/// <summary>The server's end of one connection.</summary>
internal sealed class ScriptedSession(Stream stream, CancellationToken end) : IAsyncDisposable
{
    private Stream _stream = stream;

    /// <summary>All lines that the client sent.</summary>
    public List<string> Received { get; } = [];

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] octets) => await _stream.WriteAsync(octets, end);

    /// <summary>For servers that are slow on purpose.</summary>
    public Task PauseAsync(TimeSpan time) => Task.Delay(time, end);

    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(octet, end);
            if (octet[0] == '\n')
            {
                break;
            }

            line.Append((char)octet[0]);
        }
        Received.Add(line.ToString().TrimEnd('\r'));
        return Received[^1];
    }

    public async Task StartTlsAsync(TestCertificate certificate)
    {
        var ssl = new SslStream(_stream);
        _stream = ssl;
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate.Certificate }, end);
    }

    /// <summary>Sends nothing more until the test ends.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, end);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}

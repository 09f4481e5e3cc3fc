using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Connections.Pools;

/// <summary>One server for the duration of one call: connects when there is something to send, and again when the connection
/// broke.</summary>
internal sealed class SmtpSession(string host, HostTurns turns, Func<CancellationToken, Task<SmtpClient>> connect) : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    private IDisposable? _turn;
    private SmtpClient? _client;

    public string Host => host;

    /// <inheritdoc cref="SmtpClient.SendAsync" />
    public async Task SendAsync(SmtpMessage message, Func<Task> beforeEnd, CancellationToken cancellationToken)
    {
        var client = await ReadyAsync(cancellationToken);
        await client.SendAsync(message, beforeEnd, cancellationToken);
    }

    /// <summary>Connects and logs in, to test whether that works.</summary>
    public Task TryAsync(CancellationToken cancellationToken) => ReadyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            using var patience = new CancellationTokenSource(GoodbyePatience);
            try
            {
                await _client.QuitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await _client.DisposeAsync();
            }
        }

        _turn?.Dispose();
    }

    private async Task<SmtpClient> ReadyAsync(CancellationToken cancellationToken)
    {
        _turn ??= await turns.TakeAsync(host, cancellationToken);
        return _client is { IsConnected: true } ? _client : _client = await connect(cancellationToken);
    }
}

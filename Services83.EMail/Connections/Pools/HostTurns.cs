using Microsoft.Extensions.Options;
using Services83.EMail.Background;

namespace Services83.EMail.Connections.Pools;

/// <summary>Limits how many connections to one host are in use at a time. Safe for concurrent use.</summary>
/// <param name="most">The limit of a host, 1 or more.</param>
/// <param name="setting">The setting with the limit, for the error.</param>
/// <param name="mail">How long to wait for a turn: as long as for a connection.</param>
/// <param name="time">The clock of the wait.</param>
public sealed class HostTurns(int most, string setting, IOptions<MailOptions> mail, TimeProvider time)
{
    private readonly KeyedGate<string> _hosts = new(most, StringComparer.OrdinalIgnoreCase);

    /// <summary>The limit of a host.</summary>
    public int Most => most;

    /// <summary>Waits for a turn. Disposing the result ends the turn.</summary>
    /// <exception cref="ThrottledException">The wait was too long.</exception>
    public async Task<IDisposable> TakeAsync(string host, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(mail.Value.ConnectTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _hosts.EnterAsync(host, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ThrottledException($"All {most} connections to mail server {host} are in use ({setting}). Try again later.");
        }
    }

    /// <summary>How many have a turn now.</summary>
    public int Taken(string host) => _hosts.Inside(host);
}

using Microsoft.Extensions.Options;
using Services83.EMail.Engines.Mailbox.Sending;

namespace Services83.EMail.Connections.Pools;

/// <summary>Lets no more than so many connections to one host be open at a time. Safe for concurrent use.</summary>
internal sealed class SmtpTurns(IOptions<SendingOptions> options, IOptions<MailOptions> mail, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a turn, which disposing ends.</summary>
    /// <exception cref="ThrottledException">The wait was too long.</exception>
    public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var host = Enter(name);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(mail.Value.ConnectTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await host.Turns.WaitAsync(either.Token);
            return new Turn(this, name, host);
        }
        catch (OperationCanceledException)
        {
            Leave(name, host);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ThrottledException(
                $"All {options.Value.MaxConnectionsPerHost} connections to mail server {name} are in use (Sending:MaxConnectionsPerHost). Try again later.");
        }
    }

    private Host Enter(string name)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(name, out var host))
            {
                _hosts.Add(name, host = new Host(options.Value.MaxConnectionsPerHost));
            }

            host.Callers++;
            return host;
        }
    }

    private void Leave(string name, Host host)
    {
        lock (_lock)
        {
            if (--host.Callers == 0)
            {
                _hosts.Remove(name);
            }
        }
    }

    private sealed class Host(int most)
    {
        public SemaphoreSlim Turns { get; } = new(most);

        /// <summary>Who has a turn or waits for one.</summary>
        public int Callers { get; set; }
    }

    private sealed class Turn(SmtpTurns turns, string name, Host host) : IDisposable
    {
        public void Dispose()
        {
            host.Turns.Release();
            turns.Leave(name, host);
        }
    }
}

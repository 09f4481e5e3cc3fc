using Microsoft.Extensions.Options;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>NOTIFY and LISTEN. The server tells every process, also the one that sent it, so each message begins with its sender and its topic.</summary>
internal sealed class PostgreSqlSignals : ISignals, IAsyncDisposable
{
    private const string Channel = "services83_email";

    /// <summary>How long a dead connection stays unnoticed at most.</summary>
    private const int KeepAliveSeconds = 5;

    private static readonly TimeSpan Shift = TimeSpan.FromSeconds(30);

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, Action<string>> _handlers = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly string _name;

    public PostgreSqlSignals(IOptions<StorageOptions> options, TimeProvider time)
    {
        _time = time;
        var settings = PostgreSqlSettings.Read(options.Value.ConnectionString);
        _name = PostgreSqlSettings.NameOf(settings);
        settings.MaxPoolSize = 3;
        settings.KeepAlive = KeepAliveSeconds;
        settings.Timeout = KeepAliveSeconds;
        settings.CommandTimeout = KeepAliveSeconds;
        _source = NpgsqlDataSource.Create(settings);
    }

    public void Listen(string topic, Action<string> handler)
    {
        lock (_handlers)
        {
            _handlers[topic] = _handlers.GetValueOrDefault(topic) + handler;
        }
    }

    public async Task SendAsync(string topic, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(new NpgsqlParameter { Value = $"{_self} {topic} {text}" });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // It is lost, as any message may be.
        }
    }

    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            connection.Notification += (_, notification) => Hear(notification.Payload);
            await using var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            for (var since = _time.GetTimestamp(); _time.GetElapsedTime(since) < Shift;)
            {
                await connection.WaitAsync(Shift, cancellationToken);
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, _name);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private void Hear(string message)
    {
        if (message.Split(' ', 3) is not [var sender, var topic, var text] || sender == _self)
        {
            return;
        }

        Action<string>? handler;
        lock (_handlers)
        {
            handler = _handlers.GetValueOrDefault(topic);
        }

        handler?.Invoke(text);
    }
}

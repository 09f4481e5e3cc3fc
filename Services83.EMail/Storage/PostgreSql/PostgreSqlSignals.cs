using Microsoft.Extensions.Options;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>NOTIFY and LISTEN. Every process receives what any of them sends, this one too.</summary>
internal sealed class PostgreSqlSignals : ISignals, IAsyncDisposable
{
    private const string Channel = "services83_email";

    /// <summary>How long a dead connection stays unnoticed at most.</summary>
    private const int KeepAliveSeconds = 5;

    private static readonly TimeSpan Shift = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly string _name;
    private Action<string>? _handlers;

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

    public void Listen(Action<string> handler) => _handlers += handler;

    public async Task SendAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = _source.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(new NpgsqlParameter { Value = message });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The others look into the database by themselves.
        }
    }

    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            connection.Notification += (_, notification) => _handlers?.Invoke(notification.Payload);
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
}

using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Connections.Pools;

/// <summary>A logged-in connection without a selected folder, for one call. Disposing returns it to the pool.</summary>
public sealed class ImapLease : IAsyncDisposable
{
    private readonly ImapPool _pool;
    private readonly PooledConnection _connection;
    private readonly IDisposable _turn;

    internal ImapLease(ImapPool pool, PooledConnection connection, IDisposable turn) => (_pool, _connection, _turn) = (pool, connection, turn);

    public ImapClient Client => _connection.Client;

    public ValueTask DisposeAsync() => _pool.ReturnAsync(_connection, _turn);
}

/// <summary>A connection of the pool, in use or idle.</summary>
internal sealed class PooledConnection(ConnectionKey key, ImapClient client, DateTimeOffset openedAt)
{
    public ConnectionKey Key => key;

    public string Host => key.Endpoint.Host;

    public ImapClient Client => client;

    public DateTimeOffset OpenedAt => openedAt;

    /// <summary>Closes the connection when it has been idle for long; null while it is in use.</summary>
    public ITimer? Expiry { get; set; }
}

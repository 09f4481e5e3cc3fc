using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// Commands about the session itself: ENABLE, NOOP, LOGOUT.
public sealed partial class ImapClient
{
    /// <summary>
    /// The extensions that the server reported as enabled. Offered ones may not be enabled: some servers offer QRESYNC and enable CONDSTORE
    /// (RFC 5161, 3.1).
    /// </summary>
    public IReadOnlySet<string> Enabled => _enabled;

    /// <summary>Enables extensions that change the server's responses (RFC 5161); those that it does not offer are left out.</summary>
    /// <returns>All extensions that are enabled now.</returns>
    public async Task<IReadOnlySet<string>> EnableAsync(IEnumerable<string> extensions, CancellationToken cancellationToken)
    {
        var offered = extensions.Where(name => Capabilities.Has(name) && !_enabled.Contains(name)).ToList();
        if (offered.Count > 0 && Capabilities.Enable)
        {
            await RunAsync(new ImapCommand("ENABLE").Add(string.Join(' ', offered)), null, cancellationToken);
        }

        return _enabled;
    }

    /// <summary>Keeps the session alive and lets the server report changes, such as <see cref="SelectedMailbox.Exists"/>.</summary>
    public Task NoopAsync(CancellationToken cancellationToken) => RunAsync(new ImapCommand("NOOP"), null, cancellationToken);

    /// <summary>Logs out and closes the connection. It is not an error when the server has closed it already.</summary>
    public async Task LogoutAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            return;
        }

        try
        {
            await RunAsync(new ImapCommand("LOGOUT"), null, cancellationToken);
        }
        catch (ImapException exception)
        {
            _trace.Client($"(goodbye failed: {exception.Message})");
        }
        await DisposeAsync();
    }
}

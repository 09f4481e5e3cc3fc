using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// Commands about the session itself: ENABLE, COMPRESS, ID, NAMESPACE, NOOP, LOGOUT.
public sealed partial class ImapClient
{
    /// <summary>
    /// What the server has said is switched on. What it only offers is not: some offer QRESYNC and enable CONDSTORE (RFC 5161, 3.1).
    /// </summary>
    public IReadOnlySet<string> Enabled => _enabled;

    /// <summary>Switches extensions on that change what the server sends (RFC 5161); those it does not offer are left out.</summary>
    /// <returns>All that is switched on now.</returns>
    public async Task<IReadOnlySet<string>> EnableAsync(IEnumerable<string> extensions, CancellationToken cancellationToken)
    {
        var offered = extensions.Where(name => Capabilities.Has(name) && !_enabled.Contains(name)).ToList();
        if (offered.Count > 0 && Capabilities.Enable)
            await RunAsync(new ImapCommand("ENABLE").Add(string.Join(' ', offered)), null, cancellationToken);
        return _enabled;
    }

    /// <summary>
    /// Compresses the session from here on (RFC 4978); it cannot be switched off again. Worth it for envelopes and flags over a slow
    /// line, where they shrink to a fifth. Whole messages shrink little and cost the server a lot of time, so fast lines are better
    /// off without.
    /// </summary>
    /// <returns>False when the server does not offer it; nothing has changed then.</returns>
    public async Task<bool> CompressAsync(CancellationToken cancellationToken)
    {
        if (IsCompressed) return true;
        if (!Capabilities.CompressDeflate) return false;
        using var turn = TakeTurn();
        await ExecuteAsync(new ImapCommand("COMPRESS DEFLATE"), null, cancellationToken);
        _transport.Compress();
        return true;
    }

    /// <summary>Tells the server who we are and hears who it is (RFC 2971). Empty when it does not offer ID.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> IdAsync(
        IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string?> answer = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!Capabilities.Id) return answer;
        var command = new ImapCommand("ID");
        await RunAsync(
            fields.Count == 0 ? command.Add("NIL") : command.AddStrings(fields.SelectMany(field => new[] { field.Key, field.Value })),
            response =>
            {
                if (response is IdResponse id) answer = id.Fields;
                return false;
            },
            cancellationToken);
        return answer;
    }

    /// <summary>RFC 2342. One personal namespace without a prefix when the server does not offer NAMESPACE.</summary>
    public async Task<ImapNamespaces> NamespaceAsync(CancellationToken cancellationToken)
    {
        var answer = new ImapNamespaces([new ImapNamespace("", null)], [], []);
        if (!Capabilities.Namespace) return answer;
        await RunAsync(
            new ImapCommand("NAMESPACE"),
            response =>
            {
                if (response is NamespaceResponse found) answer = found.Namespaces;
                return false;
            },
            cancellationToken);
        return answer;
    }

    /// <summary>Keeps the session alive and lets the server report what changed, such as <see cref="SelectedMailbox.Exists"/>.</summary>
    public Task NoopAsync(CancellationToken cancellationToken) => RunAsync(new ImapCommand("NOOP"), null, cancellationToken);

    /// <summary>Says goodbye and closes the line. Nothing is lost when the server is gone already.</summary>
    public async Task LogoutAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected) return;
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

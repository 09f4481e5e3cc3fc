using System.Globalization;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>The new places of copied or moved messages (RFC 4315, COPYUID).</summary>
/// <param name="UidValidity">UIDVALIDITY of the destination.</param>
/// <param name="Uids">New UIDs by old ones.</param>
public sealed record CopiedUids(uint UidValidity, IReadOnlyDictionary<uint, uint> Uids);

// UID COPY (RFC 3501, 6.4.7), UID MOVE (RFC 6851) or its replacement, UID EXPUNGE (RFC 4315).
public sealed partial class ImapClient
{
    /// <summary>More pairs than this in one answer can only be a mistake or an attack.</summary>
    private const long MaxCopied = 1_000_000;

    /// <summary>Copies messages of the open mailbox.</summary>
    /// <returns>Null when the server does not report the new UIDs: without UIDPLUS, or when none of the messages exists.</returns>
    public Task<CopiedUids?> UidCopyAsync(UidSet uids, string destination, CancellationToken cancellationToken) =>
        TransferAsync("UID COPY", uids, destination, null, cancellationToken);

    /// <summary>
    /// Moves messages of the open mailbox: in one step with MOVE, else by copying, marking \Deleted and UID EXPUNGE. If this breaks off in
    /// between, messages are in both mailboxes, never in none. Without UIDPLUS only an EXPUNGE of all marked messages, whoever marked them,
    /// could remove them, so that is refused; a caller that accepts it uses <see cref="UidCopyAsync"/>, <see cref="UidStoreAsync"/> and
    /// <see cref="ExpungeAsync"/>.
    /// </summary>
    /// <returns>As <see cref="UidCopyAsync"/>.</returns>
    /// <exception cref="InvalidOperationException">The server offers neither: see <see cref="ImapCapabilities.CanMove"/>.</exception>
    public Task<CopiedUids?> UidMoveAsync(UidSet uids, string destination, CancellationToken cancellationToken) => Capabilities switch
    {
        { Move: true } => TransferAsync("UID MOVE", uids, destination, null, cancellationToken),
        { UidPlus: true } => TransferAsync("UID COPY", uids, destination, RemoveAsync, cancellationToken),
        _ => throw new InvalidOperationException("The server does not offer MOVE or UIDPLUS."),
    };

    /// <summary>Removes exactly those of the messages that are marked \Deleted; needs UIDPLUS.</summary>
    public async Task UidExpungeAsync(UidSet uids, CancellationToken cancellationToken)
    {
        if (!Capabilities.UidPlus)
        {
            throw new InvalidOperationException("The server does not offer UIDPLUS.");
        }

        using var turn = TakeTurn();
        foreach (var piece in uids.Split(ImapCommand.MaxSetLength))
        {
            await ExecuteAsync(new ImapCommand("UID EXPUNGE").Add(piece.ToString()), null, cancellationToken);
        }
    }

    /// <summary>Removes all messages of the open mailbox that are marked \Deleted, whoever marked them.</summary>
    public Task ExpungeAsync(CancellationToken cancellationToken) => RunAsync(new ImapCommand("EXPUNGE"), null, cancellationToken);

    private async Task RemoveAsync(UidSet piece, CancellationToken cancellationToken)
    {
        await ExecuteAsync(StoreCommand(piece, StoreMode.Add, [ImapFlags.Deleted], unchangedSince: null), null, cancellationToken);
        await ExecuteAsync(new ImapCommand("UID EXPUNGE").Add(piece.ToString()), null, cancellationToken);
    }

    private async Task<CopiedUids?> TransferAsync(
        string verb, UidSet uids, string destination, Func<UidSet, CancellationToken, Task>? afterwards, CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        var pairs = new Dictionary<uint, uint>();
        uint? uidValidity = null;
        foreach (var piece in uids.Split(ImapCommand.MaxSetLength))
        {
            var command = new ImapCommand(verb).Add(piece.ToString()).AddString(WireName(destination));
            // MOVE reports the new UIDs in an untagged OK, before the messages disappear here (RFC 6851, 4.3); COPY in the tagged one.
            var response = await ExecuteAsync(
                command,
                untagged =>
                {
                    uidValidity = AddCopied((untagged as StatusResponse)?.Code, pairs) ?? uidValidity;
                    return false;
                },
                cancellationToken);
            uidValidity = AddCopied(response.Code, pairs) ?? uidValidity;
            if (afterwards is not null)
            {
                await afterwards(piece, cancellationToken);
            }
        }
        return uidValidity is { } validity ? new CopiedUids(validity, pairs) : null;
    }

    /// <summary>Reads COPYUID. If its two sets have different lengths, it is ignored.</summary>
    private static uint? AddCopied(ResponseCode? code, Dictionary<uint, uint> pairs)
    {
        if (code?.Name != "COPYUID" || code.Arguments.Split(' ') is not [var validity, var from, var to])
        {
            return null;
        }

        if (!uint.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var uidValidity))
        {
            return null;
        }

        if (!UidSet.TryParseInOrder(from, out var sources) || !UidSet.TryParseInOrder(to, out var targets))
        {
            return null;
        }

        var count = sources.Sum(range => range.Count);
        if (count > MaxCopied || count != targets.Sum(range => range.Count))
        {
            return null;
        }

        foreach (var (source, target) in Enumerate(sources).Zip(Enumerate(targets)))
        {
            pairs[source] = target;
        }

        return uidValidity;
    }

    private static IEnumerable<uint> Enumerate(List<UidRange> ranges) =>
        ranges.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(offset => range.First + (uint)offset));
}

using System.Globalization;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>How STORE combines the given flags with the existing ones.</summary>
public enum StoreMode
{
    Add,
    Remove,
    Replace,
}

/// <summary>The result of a change of flags.</summary>
/// <param name="Modified">Messages that were not changed because somebody else changed them meanwhile; the caller must decide about
/// them.</param>
/// <param name="ModSeqs">The new modification sequences by UID; without CONDSTORE there are none.</param>
public sealed record StoreResult(UidSet Modified, IReadOnlyDictionary<uint, ulong> ModSeqs);

// UID STORE (RFC 3501, 6.4.6; UNCHANGEDSINCE, RFC 7162).
public sealed partial class ImapClient
{
    /// <summary>Changes flags. The server skips UIDs that do not exist without an error.</summary>
    /// <param name="uids">Empty: nothing is sent.</param>
    /// <param name="mode">Add, remove or replace.</param>
    /// <param name="flags">System flags and keywords.</param>
    /// <param name="unchangedSince">Only messages whose modification sequence is not higher; needs CONDSTORE.</param>
    /// <param name="cancellationToken">Cancelling it during the command closes the connection.</param>
    public async Task<StoreResult> UidStoreAsync(
        UidSet uids, StoreMode mode, IEnumerable<string> flags, ulong? unchangedSince, CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        var flagList = flags.ToList();
        var modified = new List<UidRange>();
        var modSeqs = new Dictionary<uint, ulong>();
        foreach (var piece in uids.Split(ImapCommand.MaxSetLength))
        {
            var command = StoreCommand(piece, mode, flagList, unchangedSince);
            var tag = await SendAsync(command, cancellationToken);
            var response = await CompleteAsync(tag, untagged => Note(untagged, modSeqs), cancellationToken);
            // After a conflict some servers say OK and others NO: the code decides, not the status.
            if (response.Code is { Name: "MODIFIED" } code && UidSet.TryParse(code.Arguments, out var conflicts))
            {
                modified.AddRange(conflicts.Ranges);
            }
            else if (response.Status != ResponseStatus.Ok)
            {
                throw Refused(command, response);
            }
        }
        return new StoreResult(UidSet.Of(modified), modSeqs);
    }

    private static bool Note(Response response, Dictionary<uint, ulong> modSeqs)
    {
        if (response is FetchDataResponse { Data: { Uid: > 0, ModSeq: { } modSeq } data })
        {
            modSeqs[data.Uid] = modSeq;
        }

        return false;
    }

    private static ImapCommand StoreCommand(UidSet uids, StoreMode mode, List<string> flags, ulong? unchangedSince)
    {
        var command = new ImapCommand("UID STORE").Add(uids.ToString());
        if (unchangedSince is { } modSeq)
        {
            command.Add(string.Create(CultureInfo.InvariantCulture, $"(UNCHANGEDSINCE {modSeq})"));
        }

        var sign = mode switch
        {
            StoreMode.Add => "+",
            StoreMode.Remove => "-",
            _ => "",
        };
        return command.Add($"{sign}FLAGS.SILENT").AddFlags(flags);
    }
}

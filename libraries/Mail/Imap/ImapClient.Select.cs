using System.Globalization;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// SELECT and EXAMINE (RFC 3501, 6.3.1; CONDSTORE and QRESYNC, RFC 7162).
public sealed partial class ImapClient
{
    /// <summary>Opens a mailbox. With <paramref name="known"/> the server also reports the changes; this needs enabled QRESYNC.</summary>
    /// <exception cref="ImapCommandException">It cannot be opened; the earlier mailbox is no longer open either.</exception>
    public Task<SelectedMailbox> SelectAsync(string mailbox, QresyncParameters? known, CancellationToken cancellationToken) =>
        OpenAsync("SELECT", mailbox, known, cancellationToken);

    /// <summary>As <see cref="SelectAsync"/>, but read-only.</summary>
    public Task<SelectedMailbox> ExamineAsync(string mailbox, QresyncParameters? known, CancellationToken cancellationToken) =>
        OpenAsync("EXAMINE", mailbox, known, cancellationToken);

    private async Task<SelectedMailbox> OpenAsync(string verb, string mailbox, QresyncParameters? known, CancellationToken cancellationToken)
    {
        if (known is not null && !_enabled.Contains("QRESYNC"))
        {
            throw new InvalidOperationException("QRESYNC has not been enabled.");
        }

        var command = new ImapCommand(verb).AddString(WireName(mailbox));
        if (known is not null)
        {
            command.Add($"(QRESYNC ({Describe(known)}))");
        }
        else if (Capabilities.Condstore)
        {
            command.Add("(CONDSTORE)");
        }

        using var turn = TakeTurn();
        Selected = null;
        var opened = new SelectedMailbox(mailbox) { IsReadOnly = verb == "EXAMINE" };
        var changed = new List<FetchResponse>();
        var vanished = new List<UidRange>();
        var response = await ExecuteAsync(command, untagged => Describe(opened, changed, vanished, untagged), cancellationToken);
        if (response.Code?.Name == "READ-ONLY")
        {
            opened.IsReadOnly = true;
        }

        opened.Changed = changed;
        opened.Vanished = UidSet.Of(vanished);
        _changes = MailboxChanges.None;
        Selected = opened;
        return opened;
    }

    /// <summary>A set of known UIDs that is too long for a command is left out: then the answer just contains more than needed.</summary>
    private static string Describe(QresyncParameters known)
    {
        var uids = known.KnownUids is { IsEmpty: false } set ? $" {set}" : "";
        if (uids.Length > ImapCommand.MaxSetLength)
        {
            uids = "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{known.UidValidity} {known.ModSeq}{uids}");
    }

    private static bool Describe(SelectedMailbox opened, List<FetchResponse> changed, List<UidRange> vanished, Response response)
    {
        switch (response)
        {
            case FlagsResponse flags:
                opened.Flags = flags.Flags;
                break;
            case VanishedResponse { Earlier: true } gone:
                vanished.AddRange(gone.Uids.Ranges);
                break;
            case FetchDataResponse { Data.Uid: > 0 } fetch:
                changed.Add(fetch.Data);
                return true;
            case StatusResponse { Code: { } code }:
                Describe(opened, code);
                break;
            case ExistsResponse or ExpungeResponse or VanishedResponse:
                ObserveCount(opened, response);
                break;
        }
        return false;
    }

    private static void Describe(SelectedMailbox opened, ResponseCode code)
    {
        if (code.Name == "PERMANENTFLAGS")
        {
            opened.PermanentFlags = code.Arguments.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return;
        }
        if (code.Name == "MAILBOXID")
        {
            opened.MailboxId = code.Arguments.Trim('(', ')', ' ') is { Length: > 0 } id ? id : null;
            return;
        }
        if (code.Name is not ("UIDVALIDITY" or "UIDNEXT" or "HIGHESTMODSEQ"))
        {
            return;
        }

        if (!ulong.TryParse(code.Arguments, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return;
        }

        if (code.Name == "HIGHESTMODSEQ")
        {
            opened.HighestModSeq = value > 0 ? value : null;
        }
        else if (value > uint.MaxValue)
        {
            return;
        }
        else if (code.Name == "UIDVALIDITY")
        {
            opened.UidValidity = (uint)value;
        }
        else
        {
            opened.UidNext = value > 0 ? (uint)value : null;
        }
    }
}

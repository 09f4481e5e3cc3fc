using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>The search conditions (RFC 3501, 6.4.4).</summary>
public sealed class ImapSearch
{
    private readonly Action<ImapCommand> _write;

    private ImapSearch(Action<ImapCommand> write, UidSet? within = null)
    {
        _write = write;
        Within = within ?? UidSet.All;
    }

    /// <summary>Filters the answer. A server reads 9:* as "back from 9 to the last" when there is no 9.</summary>
    internal UidSet Within { get; }

    public static ImapSearch All { get; } = new(command => command.Add("ALL"));

    public static ImapSearch Deleted { get; } = new(command => command.Add("DELETED"));

    /// <summary>Only these messages. If a set is too long for a command, the server searches its whole range.</summary>
    /// <exception cref="ArgumentException">The set is empty, which a search cannot express.</exception>
    public static ImapSearch Uids(UidSet uids)
    {
        if (uids.IsEmpty)
        {
            throw new ArgumentException("There are no UIDs to search in.", nameof(uids));
        }

        var text = uids.ToString();
        if (text.Length > ImapCommand.MaxSetLength)
        {
            text = UidSet.Range(uids.Ranges[0].First, uids.Ranges[^1].Last).ToString();
        }

        return new ImapSearch(command => command.Add($"UID {text}"), uids);
    }

    /// <summary>Messages with this text, in any letter case, somewhere in the named header field.</summary>
    public static ImapSearch Header(string field, string text) => new(command => command.Add("HEADER").AddString(field).AddString(text));

    internal void WriteTo(ImapCommand command) => _write(command);
}

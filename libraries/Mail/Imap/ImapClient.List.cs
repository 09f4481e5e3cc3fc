using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// LIST (RFC 3501, 6.3.8; RFC 5258; RFC 5819; RFC 6154), LSUB and STATUS.
public sealed partial class ImapClient
{
    /// <summary>Few enough that the socket buffers of both sides do not fill up while the client still writes.</summary>
    private const int StatusesInFlight = 32;

    /// <summary>Names that would change when decoded and encoded again, as the server wrote them.</summary>
    private readonly Dictionary<string, byte[]> _oddNames = new(StringComparer.Ordinal);

    /// <summary>
    /// All mailboxes with attributes, subscription and status. One command if the server has LIST-EXTENDED and LIST-STATUS, else LIST, LSUB
    /// and a pipelined STATUS for each.
    /// </summary>
    public async Task<IReadOnlyList<ImapMailbox>> ListAsync(CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        var listing = new Listing(this);
        await ExecuteAsync(ListCommand(Capabilities.ListStatus), listing.Take, cancellationToken);
        if (!Capabilities.ListExtended)
        {
            await ExecuteAsync(Listed("LSUB"), listing.Take, cancellationToken);
        }

        if (!Capabilities.ListStatus)
        {
            await AddStatusesAsync(listing, _ => true, cancellationToken);
        }

        return listing.ToMailboxes();
    }

    /// <summary>All mailboxes with attributes and subscription; counters only of the wanted ones, by a pipelined STATUS for each.</summary>
    public async Task<IReadOnlyList<ImapMailbox>> ListAsync(Func<ImapMailbox, bool> wantsStatus, CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        var listing = new Listing(this);
        await ExecuteAsync(ListCommand(withStatus: false), listing.Take, cancellationToken);
        if (!Capabilities.ListExtended)
        {
            await ExecuteAsync(Listed("LSUB"), listing.Take, cancellationToken);
        }

        await AddStatusesAsync(listing, wantsStatus, cancellationToken);
        return listing.ToMailboxes();
    }

    /// <summary>Counters of one mailbox. RFC 3501, 6.3.10 discourages STATUS of the open mailbox.</summary>
    /// <exception cref="ImapCommandException">There is no such mailbox, or it cannot be selected.</exception>
    public async Task<ImapStatus> StatusAsync(string mailbox, CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        var listing = new Listing(this);
        await ExecuteAsync(StatusCommand(mailbox), listing.Take, cancellationToken);
        return listing.Statuses.GetValueOrDefault(mailbox) ?? new ImapStatus(mailbox);
    }

    private string StatusItems => Capabilities.Condstore
        ? "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)"
        : "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY)";

    private ImapCommand ListCommand(bool withStatus)
    {
        var command = Listed("LIST");
        if (!Capabilities.ListExtended)
        {
            return command;
        }

        var specialUse = Capabilities.SpecialUse ? " SPECIAL-USE" : "";
        var status = withStatus ? $" STATUS {StatusItems}" : "";
        return command.Add($"RETURN (SUBSCRIBED CHILDREN{specialUse}{status})");
    }

    /// <summary>Lists all mailboxes; the answer may have a line and a status for each.</summary>
    private ImapCommand Listed(string verb) => new($"{verb} \"\" \"*\"") { Answers = 2L * _options.MaxMailboxes };

    private ImapCommand StatusCommand(string mailbox) => new ImapCommand("STATUS").AddString(WireName(mailbox)).Add(StatusItems);

    /// <summary>If a STATUS is refused, only that mailbox has no counters.</summary>
    private async Task AddStatusesAsync(Listing listing, Func<ImapMailbox, bool> isWanted, CancellationToken cancellationToken)
    {
        var names = listing.ToMailboxes().Where(mailbox => mailbox.IsSelectable && isWanted(mailbox)).Select(mailbox => mailbox.Name);
        foreach (var batch in names.Chunk(StatusesInFlight))
        {
            var tags = new List<string>(batch.Length);
            foreach (var name in batch)
            {
                tags.Add(await SendAsync(StatusCommand(name), cancellationToken));
            }

            foreach (var tag in tags)
            {
                await CompleteAsync(tag, listing.Take, cancellationToken);
            }
        }
    }

    private byte[] WireName(string mailbox)
    {
        ArgumentException.ThrowIfNullOrEmpty(mailbox);
        if (mailbox.Contains('\0'))
        {
            throw new ArgumentException("A mailbox name cannot hold the character NUL.", nameof(mailbox));
        }

        return _oddNames.GetValueOrDefault(mailbox) ?? MailboxName.Encode(mailbox, _enabled.Contains("UTF8=ACCEPT"));
    }

    private string ReadableName(byte[] wireName)
    {
        var isUtf8 = _enabled.Contains("UTF8=ACCEPT");
        var name = MailboxName.Decode(wireName, isUtf8);
        if (name != MailboxName.Inbox && !wireName.AsSpan().SequenceEqual(MailboxName.Encode(name, isUtf8)))
        {
            _oddNames[name] = wireName;
        }

        return name;
    }

    /// <summary>Collects the responses to LIST, LSUB and STATUS, in any order.</summary>
    private sealed class Listing(ImapClient client)
    {
        private readonly Dictionary<string, ListResponse> _listed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _subscribed = new(StringComparer.Ordinal);

        public Dictionary<string, ImapStatus> Statuses { get; } = new(StringComparer.Ordinal);

        public bool Take(Response response)
        {
            // A name that cannot be sent in a command is useless.
            if (response is ListResponse { WireName: var name } && (name.Length == 0 || name.Contains((byte)0)))
            {
                return false;
            }

            if (response is ListResponse { IsLsub: false } list)
            {
                _listed[client.ReadableName(list.WireName)] = list;
            }
            // LSUB marks a name with \Noselect if it is only the parent of a subscribed one.
            else if (response is ListResponse lsub && !lsub.Attributes.Contains("\\Noselect", StringComparer.OrdinalIgnoreCase))
            {
                _subscribed.Add(client.ReadableName(lsub.WireName));
            }
            else if (response is StatusDataResponse data)
            {
                var mailbox = client.ReadableName(data.WireName);
                Statuses[mailbox] = ImapStatus.From(mailbox, data);
            }
            return false;
        }

        public List<ImapMailbox> ToMailboxes() => [.. _listed.Select(entry => ToMailbox(entry.Key, entry.Value))];

        private ImapMailbox ToMailbox(string name, ListResponse list) => new()
        {
            Name = name,
            Delimiter = list.Delimiter,
            Attributes = _subscribed.Contains(name) ? [.. list.Attributes, "\\Subscribed"] : list.Attributes,
            Status = Statuses.GetValueOrDefault(name),
        };
    }
}

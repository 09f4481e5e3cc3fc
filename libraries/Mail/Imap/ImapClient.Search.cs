using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// UID SEARCH (RFC 3501, 6.4.4; RFC 4731).
public sealed partial class ImapClient
{
    /// <summary>UIDs of the messages that match. ESEARCH, where offered, keeps the answer small.</summary>
    public async Task<UidSet> UidSearchAsync(ImapSearch criteria, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        var command = new ImapCommand(Capabilities.Esearch ? "UID SEARCH RETURN (ALL)" : "UID SEARCH");
        criteria.WriteTo(command);
        var found = new List<UidRange>();
        await RunAsync(
            command,
            response =>
            {
                // A server may spread its answer over several responses.
                if (response is SearchResponse search)
                {
                    found.AddRange(search.Uids.Ranges);
                }

                return false;
            },
            cancellationToken);
        return UidSet.Of(found).Intersect(criteria.Within);
    }
}

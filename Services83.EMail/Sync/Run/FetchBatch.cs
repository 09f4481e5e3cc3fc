namespace Services83.EMail.Sync.Run;

/// <summary>Messages that are fetched with one command and stored in one transaction.</summary>
/// <param name="HeadersOnly">For messages above the size limit.</param>
internal sealed record FetchBatch(IReadOnlyList<uint> Uids, bool HeadersOnly)
{
    /// <summary>Splits a list, in order, so that no batch exceeds the limits unless it is a single message.</summary>
    /// <param name="maxMessageBytes">Of larger messages only the header is fetched.</param>
    public static IEnumerable<FetchBatch> Cut(IReadOnlyList<MissingMessage> missing, SyncOptions options, long maxMessageBytes)
    {
        var uids = new List<uint>();
        var octets = 0UL;
        foreach (var message in missing)
        {
            if (message.Size > (ulong)maxMessageBytes)
            {
                yield return new([message.Uid], HeadersOnly: true);
                continue;
            }

            if (uids.Count > 0 && (uids.Count == options.BatchMessages || octets + message.Size > (ulong)options.BatchBytes))
            {
                yield return new(uids, HeadersOnly: false);
                (uids, octets) = ([], 0);
            }

            uids.Add(message.Uid);
            octets += message.Size;
        }

        if (uids.Count > 0)
        {
            yield return new(uids, HeadersOnly: false);
        }
    }
}

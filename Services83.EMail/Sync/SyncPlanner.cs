using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync;

/// <summary>Decides from what is known, without any I/O, how a folder is to be synced.</summary>
public static class SyncPlanner
{
    /// <param name="stored">Checkpoint of the last complete sync, null before the first.</param>
    /// <param name="server">What the server says now.</param>
    /// <remarks>
    /// With CONDSTORE (RFC 7162) HIGHESTMODSEQ grows with every new message and flag change, and with QRESYNC with every expunge;
    /// the message count catches expunges where only CONDSTORE is there. Without a mod-sequence nothing tells of changed flags,
    /// so that all of them are compared.
    /// </remarks>
    public static SyncPlan Decide(FolderCheckpoint? stored, FolderCheckpoint server)
    {
        if (stored is null)
        {
            return new(SyncKind.Full, "never synced to the end before");
        }

        if (stored.UidValidity != server.UidValidity)
        {
            return new(SyncKind.Rekey, $"UIDVALIDITY was {stored.UidValidity} and is {server.UidValidity}");
        }

        if (server.UidNext < stored.UidNext)
        {
            return new(SyncKind.Full, $"UIDNEXT went back from {stored.UidNext} to {server.UidNext}");
        }

        if (stored.HighestModSeq is not { } before || server.HighestModSeq is not { } now)
        {
            return server == stored && server.MessageCount == 0
                ? new(SyncKind.None, "still empty")
                : new(SyncKind.Full, "the server keeps no mod-sequences");
        }

        if (now < before)
        {
            return new(SyncKind.Full, $"HIGHESTMODSEQ went back from {before} to {now}");
        }

        return now == before && server.MessageCount == stored.MessageCount && server.UidNext == stored.UidNext
            ? new(SyncKind.None, $"HIGHESTMODSEQ is still {now}")
            : new(SyncKind.Delta, $"HIGHESTMODSEQ was {before} and is {now}");
    }
}

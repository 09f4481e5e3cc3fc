using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>Decides, without any I/O, how a folder is to be synced.</summary>
public static class SyncPlanner
{
    /// <param name="stored">Checkpoint of the last complete sync, null before the first.</param>
    /// <param name="server">The server's state now.</param>
    /// <param name="canAskForChanges">Whether the server has CONDSTORE (RFC 7162); without it a mod-sequence is useless.</param>
    /// <param name="depth">The extent of the requested sync.</param>
    /// <remarks>
    /// With CONDSTORE HIGHESTMODSEQ grows with every new message and flag change, and with QRESYNC with every expunge; with CONDSTORE alone
    /// the message count shows expunges. The amount of the growth proves nothing, so a growth is never explained by new messages alone.
    /// Without a mod-sequence nothing shows changed flags, so all flags are compared, unless only new mail was requested: if the count grew
    /// by as much as UIDNEXT did, every UID in between exists and no other message was removed (RFC 9051 section 2.3.1.1).
    /// </remarks>
    public static SyncPlan Decide(FolderCheckpoint? stored, FolderCheckpoint server, bool canAskForChanges, SyncDepth depth)
    {
        if (stored is null)
        {
            return new(SyncKind.Full, "never synced completely before");
        }

        if (stored.UidValidity != server.UidValidity)
        {
            return new(SyncKind.Rekey, $"UIDVALIDITY was {stored.UidValidity} and is {server.UidValidity}");
        }

        if (server.UidNext < stored.UidNext)
        {
            return new(SyncKind.Full, $"UIDNEXT went back from {stored.UidNext} to {server.UidNext}");
        }

        return canAskForChanges && stored.HighestModSeq is { } before && server.HighestModSeq is { } now
            ? ByModSeq(stored, server, before, now)
            : ByNumbers(stored, server, depth);
    }

    private static SyncPlan ByModSeq(FolderCheckpoint stored, FolderCheckpoint server, ulong before, ulong now)
    {
        if (now != before)
        {
            return now > before
                ? new(SyncKind.Delta, $"HIGHESTMODSEQ was {before} and is {now}")
                : new(SyncKind.Full, $"HIGHESTMODSEQ went back from {before} to {now}");
        }

        return server.MessageCount == stored.MessageCount && server.UidNext == stored.UidNext
            ? new(SyncKind.None, $"HIGHESTMODSEQ is still {now}")
            : new(SyncKind.Full, $"the messages have changed although HIGHESTMODSEQ is still {now}");
    }

    private static SyncPlan ByNumbers(FolderCheckpoint stored, FolderCheckpoint server, SyncDepth depth)
    {
        var arrived = server.UidNext - (long)stored.UidNext;
        if (depth == SyncDepth.NewMail && server.MessageCount - (long)stored.MessageCount == arrived && stored.UidNext > 0)
        {
            return arrived == 0
                ? new(SyncKind.None, "no message arrived or disappeared; flags were not requested")
                : new(SyncKind.NewOnly, $"{arrived} messages arrived and none disappeared; flags were not requested");
        }

        return server == stored && server.MessageCount == 0
            ? new(SyncKind.None, "still empty")
            : new(SyncKind.Full, "the server has no mod-sequences");
    }
}

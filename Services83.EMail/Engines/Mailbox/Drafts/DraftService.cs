using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Drafts;

/// <summary>
/// Saves messages that callers write or change. When the reply is sent, the cache shows them and they are stored; they are sent to the
/// server right afterwards, or when the server can be reached again. A message that is saved again keeps its id.
/// </summary>
internal sealed class DraftService(
    CallContext call, CachedMessages messages, Places places, EMailComposer composer, HeritageReader heritage, IDatabase database,
    AppendRecorder appends, ChangeRecorder changes, SyncDispatcher dispatcher, CarrierFiller filler, TimeProvider time) : IDraftOperations
{
    /// <summary>What callers may change of a message that is not a draft.</summary>
    private const EMailFlags Changeable = EMailFlags.Seen | EMailFlags.Flagged | EMailFlags.Answered;

    /// <summary>
    /// Saves to the folder for drafts. With the key of a draft this is its new version; with the key of another message it is a new draft,
    /// so that a received message is never overwritten.
    /// </summary>
    /// <exception cref="EntityNotFoundException">There is no such message or account, or the account has no folder for drafts.</exception>
    /// <exception cref="InvalidArgumentException">A value of the message cannot be used. Nothing was saved.</exception>
    public async Task<EMailEntity> SaveDraftAsync(EMailEntity? entity)
    {
        var draft = await OpenAsync(entity, "Entity");
        var folder = await places.SpecialAsync(draft.Account, SpecialUse.Drafts);
        if (draft is { Item: { } item, IsDraft: false } && EntityComparer.IsSameId(draft.Given.MessageID, item.MessageId))
        {
            draft.Given.MessageID = "";
        }

        var before = draft.IsDraft ? draft.Item : null;
        return await StoreAsync(draft, folder, before, draft.Given.Flags | EMailFlags.Draft | EMailFlags.Seen, staysHere: false);
    }

    /// <summary>
    /// Saves to the named folder, else to the message's own folder, else to the folder for sent mail or drafts. If the message is the same
    /// as the cached one, only flags and folder are changed, because a new version would lose the parts that have no member in the carrier.
    /// </summary>
    /// <exception cref="InvalidArgumentException">
    /// A value of the message cannot be used, or it is not a draft and would be changed without a text. Nothing was saved.
    /// </exception>
    /// <inheritdoc cref="SaveDraftAsync" />
    public async Task<EMailEntity> SaveToMailServerAsync(EMailEntity? email)
    {
        var draft = await OpenAsync(email, "EMail");
        var folder = await FolderOfAsync(draft);
        if (draft is { IsUnchanged: true, Item: { } item })
        {
            await ChangeAsync(draft, item);
            if (item.FolderId != folder.FolderId || item.Uid is 0)
            {
                // This also retries an append that the server has refused, or that was never sent.
                await changes.MoveAsync([item.ItemId], folder.FolderId, call.Aborted);
            }

            return await ReplyAsync(item.ItemId, draft.Given);
        }

        if (draft is { Item: not null, IsDraft: false, SaysText: false })
        {
            throw new InvalidArgumentException(draft.Argument, StoredMembers.TextNeeded($"E-mail {draft.Item.ItemId}"));
        }

        var isAmongDrafts = (draft.Item is null || draft.IsDraft) && !draft.Given.IsSent && await places.IsForDraftsAsync(folder.AccountId, folder.FolderId);
        return await StoreAsync(draft, folder, draft.Item, draft.Given.Flags | (isAmongDrafts ? EMailFlags.Draft : default), staysHere: false);
    }

    /// <summary>
    /// Saves in the database. A new message stays there until it is saved to the server, moved or sent; of a cached message the flags and
    /// the time of the answer are changed; a draft may be changed completely.
    /// </summary>
    /// <exception cref="InvalidArgumentException">
    /// A value of the message cannot be used, or another text is given for a message that is not a draft. Nothing was saved.
    /// </exception>
    /// <inheritdoc cref="SaveDraftAsync" />
    public async Task<EMailEntity> SaveAsync(EMailEntity? email)
    {
        var draft = await OpenAsync(email, "Email");
        if (draft is { IsUnchanged: true, Item: { } item })
        {
            await ChangeAsync(draft, item);
            return await ReplyAsync(item.ItemId, draft.Given);
        }

        var folder = await FolderOfAsync(draft);
        if (draft is { Item: { } before, IsDraft: false })
        {
            throw new InvalidArgumentException(
                "Email", $"E-mail {before.ItemId} is not a draft: it cannot be changed only in the database. Use SaveToMailServer with its text.");
        }

        var flags = draft.Given.Flags | (draft.Given.IsSent ? default : EMailFlags.Draft);
        return await StoreAsync(draft, folder, draft.Item, flags, staysHere: true);
    }

    private async Task<Draft> OpenAsync(EMailEntity? given, string argument)
    {
        call.RequireCaller();
        if (given is null)
        {
            throw new InvalidArgumentException(argument, $"{argument}: a message is needed.");
        }

        if (given.EmailItemId == 0)
        {
            return new(given, argument, await places.AccountAsync(given), null);
        }

        var (item, message, stored) = await messages.OpenAsync(given.EmailItemId);
        if (given.AccountId != 0 && given.AccountId != item.AccountId)
        {
            throw new InvalidArgumentException(
                "AccountId", $"E-mail {item.ItemId} belongs to account {item.AccountId}, not to {given.AccountId}. Nothing was saved.");
        }

        given.AccountId = item.AccountId;
        var saysText = StoredMembers.Complete(given, stored);
        return new(given, argument, await places.AccountAsync(given), item)
        {
            Message = message,
            IsUnchanged = EntityComparer.IsSameMessage(given, stored),
            SaysText = saysText,
            IsDraft = await places.IsDraftAsync(item),
        };
    }

    private async Task<StoredFolder> FolderOfAsync(Draft draft) => draft switch
    {
        { Given.FolderName: { Length: > 0 } name } => await places.NamedAsync(draft.Account, name),
        { Item.FolderName: { } name } => await places.NamedAsync(draft.Account, name),
        _ => await places.SpecialAsync(draft.Account, draft.Given.IsSent ? SpecialUse.Sent : SpecialUse.Drafts),
    };

    private async Task<EMailEntity> StoreAsync(Draft draft, StoredFolder folder, StoredItem? before, EMailFlags flags, bool staysHere)
    {
        if (draft.Item is { Complete: false } part)
        {
            throw new InvalidArgumentException(
                draft.Argument, $"E-mail {part.ItemId} is larger than Mail:MaxMessageBytes, so its text is not stored here. Nothing was saved.");
        }

        var inherited = await heritage.OfAsync(draft.Given, draft.Message);
        var content = ContentReader.Whole(composer.ForStoring(draft.Given, draft.Argument, draft.Account.EmailAddress, inherited).ToArray());
        var kept = before is not null && !draft.IsDraft ? before.ReceivedAt : time.GetUtcNow();
        var message = new MessageToAppend(draft.Account.AccountId, folder.FolderId, content, flags & ~EMailFlags.Deleted, kept)
        {
            Replaces = before?.ItemId,
            StaysHere = staysHere,
        };
        var itemId = await database.WriteAsync((transaction, token) => appends.AppendAsync(transaction, message, token), call.Aborted);
        return await ReplyAsync(itemId, draft.Given);
    }

    private async Task ChangeAsync(Draft draft, StoredItem item)
    {
        var different = (draft.Given.Flags ^ item.Flags) & Changeable;
        foreach (var flag in (EMailFlags[])[EMailFlags.Seen, EMailFlags.Flagged, EMailFlags.Answered])
        {
            if (different.HasFlag(flag))
            {
                await changes.SetFlagAsync([item.ItemId], flag, draft.Given.Flags.HasFlag(flag), call.Aborted);
            }
        }

        if (draft.Given.RepliedAt.Year > 1 && Moment(draft.Given.RepliedAt) != item.RepliedAt)
        {
            await changes.NoteRepliedAsync(item.ItemId, Moment(draft.Given.RepliedAt), call.Aborted);
        }
    }

    private async Task<EMailEntity> ReplyAsync(int itemId, EMailEntity given)
    {
        await filler.KeepTieAsync(itemId, given.EMailSOInfo);
        await dispatcher.SweepAsync(call.Aborted);
        return (await messages.OpenAsync(itemId)).Entity;
    }

    /// <summary>A time without a zone is UTC, like those in replies.</summary>
    private static DateTimeOffset Moment(DateTime given) =>
        new(given.Kind == DateTimeKind.Local ? given.ToUniversalTime() : DateTime.SpecifyKind(given, DateTimeKind.Utc));

    /// <param name="Argument">The name of the message in the operation.</param>
    /// <param name="Item">The cached message whose new version it is; null for a new message.</param>
    private sealed record Draft(EMailEntity Given, string Argument, StoredAccount Account, StoredItem? Item)
    {
        /// <summary>The cached message, unchanged.</summary>
        public MimeMessage? Message { get; init; }

        /// <summary>Whether it has the same content as the cached message.</summary>
        public bool IsUnchanged { get; init; }

        /// <summary>Whether the caller gave the text itself.</summary>
        public bool SaysText { get; init; }

        /// <summary>Whether the cached message is a draft.</summary>
        public bool IsDraft { get; init; }
    }
}

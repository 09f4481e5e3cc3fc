using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Temporary;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// Sends through the caller's accounts. When a message is accepted, its copy is in the folder for sent mail at once; the account's next
/// push sends the copy to the server.
/// </summary>
internal sealed partial class SendService(
    CallContext call, LetterWriter writer, Places places, AccountStore accounts, FolderStore folders, Outbox outbox, SmtpConnector connector,
    ReplyRecorder replies, TemporaryDocuments documents, CarrierFiller filler, SyncDispatcher dispatcher, ILogger<SendService> logger) : ISendingOperations
{
    /// <summary>Sends in the given order and stops at the first failure, whose error names the messages that were sent before.</summary>
    /// <exception cref="InvalidArgumentException">A value of a message cannot be used. Nothing was sent.</exception>
    /// <exception cref="EntityNotFoundException">There is no such account, or it has no server for outgoing mail. Nothing was sent.</exception>
    /// <exception cref="MailServerException">The server cannot be reached or refuses a message; nobody has received that one.</exception>
    /// <exception cref="DeliveryUncertainException">It is unknown whether a message was delivered.</exception>
    public async Task<EMailEntity[]> SendAsync(EMailEntity[]? emails)
    {
        call.RequireCaller();
        return await SendAsync(await LetterWriter.WriteAllAsync(emails, WriteAsync));
    }

    /// <summary>Keeps a message as a temporary document and sends it. If sending fails, the document just expires.</summary>
    /// <param name="stripAttachments">Whether to leave the attachments out of the document.</param>
    /// <returns>The document's name.</returns>
    /// <exception cref="ThrottledException">The caller has too many temporary documents. Nothing was sent.</exception>
    /// <inheritdoc cref="SendAsync(EMailEntity[])" />
    public async Task<string> SendAndSaveEmailToTmpDocumentAsync(EMailEntity? email, bool stripAttachments)
    {
        call.RequireCaller();
        var letter = await WriteAsync(email ?? throw new InvalidArgumentException("Email", "Email: a message is needed."), "Email");
        var copy = letter.Letter.ToCopy();
        var name = await documents.AddAsync(stripAttachments ? MimeReader.Read(copy).WithoutAttachments() : copy);
        await SendAsync([letter]);
        return name;
    }

    private async Task<AccountLetter> WriteAsync(EMailEntity email, string label)
    {
        var account = await places.AccountAsync(email);
        var login = await accounts.FindOutgoingAsync(account.AccountId, call.Aborted)
            ?? throw new EntityNotFoundException(
                $"{label}: account {account.AccountId} ({account.EmailAddress}) has no server for outgoing mail.", "AccountId", $"{account.AccountId}");
        return new AccountLetter(await writer.WriteAsync(email, label, account.EmailAddress), account, login);
    }

    private async Task<EMailEntity[]> SendAsync(IReadOnlyList<AccountLetter> letters)
    {
        var sent = new List<EMailEntity>();
        foreach (var ofAccount in Runs(letters))
        {
            await using var session = connector.Session(ofAccount[0].Account.AssociateId, ServerLogin.Of(ofAccount[0].Login));
            foreach (var letter in ofAccount)
            {
                try
                {
                    sent.Add(await SendAsync(session, letter));
                }
                catch (AgentException exception)
                {
                    exception.Parameters["sent"] = string.Join(", ", sent.Select(one => one.MessageID));
                    throw;
                }
            }
        }

        return [.. sent];
    }

    private async Task<EMailEntity> SendAsync(SmtpSession session, AccountLetter given)
    {
        var (letter, account) = (given.Letter, given.Account);
        var folder = SpecialFolders.Find(await folders.ListAsync(account.AccountId, call.Aborted), SpecialUse.Sent);
        var draft = letter.ToDraft(call.RequireCaller().AssociateId, session.Host, withCopy: true) with
        {
            AccountId = account.AccountId,
            Replaces = letter.Email.EmailItemId != 0 ? letter.Email.EmailItemId : null,
            Tie = filler.Said(itemId: 0, letter.Email.EMailSOInfo),
        };
        var id = await outbox.DeliverAsync(session, draft, letter.ToSmtp(), letter.Label, call.Aborted);

        // From here on the message may be delivered, so no later failure may look like a failure to send.
        var itemId = await outbox.AcceptAsync(id, folder is null ? null : new(folder.FolderId, draft.Copy!));
        await FollowUpAsync(letter, account.AccountId, isFiled: itemId is not null);
        return letter.Sent(itemId ?? 0, account.AccountId, itemId is null ? "" : folder!.Name);
    }

    /// <summary>Consecutive letters of one account share a connection.</summary>
    private static IEnumerable<List<AccountLetter>> Runs(IReadOnlyList<AccountLetter> letters)
    {
        var run = new List<AccountLetter>();
        foreach (var letter in letters)
        {
            if (run.Count > 0 && run[0].Account.AccountId != letter.Account.AccountId)
            {
                yield return run;
                run = [];
            }

            run.Add(letter);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private async Task FollowUpAsync(Letter letter, int accountId, bool isFiled)
    {
        try
        {
            if (!isFiled)
            {
                call.ExtraInfo["CopiesWaiting"] = "The copy is filed when the account's folder for sent mail is known.";
                await dispatcher.AcceptAsync([accountId], CancellationToken.None);
            }

            foreach (var answered in letter.Message.Source.InReplyTo)
            {
                await replies.RecordAsync(answered);
            }

            await dispatcher.SweepAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageException or AgentException or OperationCanceledException)
        {
            LogFollowUp(exception, letter.Message.MessageId);
        }
    }

    [LoggerMessage(4211, LogLevel.Warning, "{MessageId} was sent; the work after sending failed, and is done later or not at all")]
    private partial void LogFollowUp(Exception exception, string messageId);
}

/// <summary>A letter and the account that sends it.</summary>
internal sealed record AccountLetter(Letter Letter, StoredAccount Account, MailLogin Login);

using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE (RFC 3501, 6.3.3 to 6.3.7), UNSELECT (RFC 3691).
public sealed partial class ImapClient
{
    public Task CreateAsync(string mailbox, CancellationToken cancellationToken) => RunOnAsync("CREATE", mailbox, cancellationToken);

    /// <summary>Deletes a mailbox with all its messages.</summary>
    public Task DeleteAsync(string mailbox, CancellationToken cancellationToken) => RunOnAsync("DELETE", mailbox, cancellationToken);

    /// <summary>Renames a mailbox and those below it; UIDVALIDITY usually stays the same. For INBOX the messages are moved to the new name
    /// instead.</summary>
    public Task RenameAsync(string mailbox, string newName, CancellationToken cancellationToken) =>
        RunAsync(new ImapCommand("RENAME").AddString(WireName(mailbox)).AddString(WireName(newName)), null, cancellationToken);

    public Task SubscribeAsync(string mailbox, CancellationToken cancellationToken) => RunOnAsync("SUBSCRIBE", mailbox, cancellationToken);

    public Task UnsubscribeAsync(string mailbox, CancellationToken cancellationToken) => RunOnAsync("UNSUBSCRIBE", mailbox, cancellationToken);

    /// <summary>
    /// Closes the open mailbox, if there is one, without expunging anything. If the server has no UNSELECT, the mailbox is opened read-only
    /// and closed: CLOSE does not expunge from a read-only mailbox (RFC 3501, 6.4.2).
    /// </summary>
    public async Task UnselectAsync(CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        if (Selected is not { } open)
        {
            return;
        }

        if (Capabilities.Unselect)
        {
            await ExecuteAsync(new ImapCommand("UNSELECT"), null, cancellationToken);
        }
        else
        {
            // If the server refuses to open it, it has closed the earlier one too.
            var command = new ImapCommand("EXAMINE").AddString(WireName(open.Name));
            var examined = await CompleteAsync(await SendAsync(command, cancellationToken), null, cancellationToken);
            if (examined.Status == ResponseStatus.Ok)
            {
                await ExecuteAsync(new ImapCommand("CLOSE"), null, cancellationToken);
            }
        }
        Selected = null;
    }

    private Task<TaggedResponse> RunOnAsync(string verb, string mailbox, CancellationToken cancellationToken) =>
        RunAsync(new ImapCommand(verb).AddString(WireName(mailbox)), null, cancellationToken);
}

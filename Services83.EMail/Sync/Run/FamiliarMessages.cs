using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Recognises missing messages whose content is stored already, by the server's id of the content (EMAILID, or X-GM-MSGID of Gmail), so that
/// a message in many folders is fetched once. The id alone is not trusted: size and Message-ID must be equal too.
/// </summary>
internal sealed class FamiliarMessages(ItemStore items)
{
    private const int IdsOfQuery = 1000;

    /// <summary>UIDs of the messages with an id that a message of the account has, in the order of the list.</summary>
    public async Task<IReadOnlyList<uint>> FindAsync(int accountId, IReadOnlyList<MissingMessage> missing, CancellationToken cancellationToken)
    {
        var found = new List<uint>();
        foreach (var part in missing.Where(message => message.EmailId is not null).Chunk(IdsOfQuery))
        {
            var ids = await items.FamiliarIdsAsync(accountId, [.. part.Select(message => message.EmailId!)], cancellationToken);
            found.AddRange(part.Where(message => ids.Contains(message.EmailId!)).Select(message => message.Uid));
        }

        return found;
    }

    /// <summary>
    /// Fetches flags, date, size, id and Message-ID of the messages. A message for which the server does not send all of them is left out; so
    /// are all the others if the server refuses.
    /// </summary>
    /// <returns>The messages; which ones the server answered for, and the failure that ended the work early.</returns>
    public static async Task<(IReadOnlyList<FamiliarMessage> Messages, FetchedBatch Answers)> DescribeAsync(
        ImapClient client, IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        var messages = new Dictionary<uint, FamiliarMessage>();
        var answers = new FetchedBatch();
        try
        {
            await foreach (var response in client.UidFetchAsync(UidSet.Of(uids), MarkReader.Items(client) | FetchItems.Flags, null, cancellationToken))
            {
                using (response)
                {
                    answers.Delivered.Add(response.Uid);
                    if (await ReadAsync(response, cancellationToken) is { } message)
                    {
                        messages[message.Uid] = message;
                    }
                }
            }
        }
        catch (ImapCommandException exception) when (exception.RetryAfter is null)
        {
            // The messages are fetched, and the reason of the refusal is found then.
        }
        catch (ImapException exception)
        {
            answers.Error = exception;
        }

        return ([.. messages.Values], answers);
    }

    private static async Task<FamiliarMessage?> ReadAsync(FetchResponse response, CancellationToken cancellationToken) =>
        await MarkReader.ReadAsync(response, cancellationToken) is { EmailId: { } emailId, MessageId: { } messageId, Size: { } size, InternalDate: { } date }
            && response.Flags is { } flags
            ? new(response.Uid, MailFlags.FromImap(flags), date, messageId) { EmailId = emailId, ServerSize = size, InternalDate = date }
            : null;
}

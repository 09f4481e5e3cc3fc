using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Reading;

/// <summary>Fetches the values by which messages are recognised and which are cheap for a server.</summary>
internal static class MarkReader
{
    public static FetchItems Items(ImapClient client) =>
        FetchItems.Size | FetchItems.InternalDate | FetchItems.MessageId | (client.Capabilities.EmailId ? FetchItems.EmailId : FetchItems.None);

    /// <summary>The Message-ID is parsed in the same way as in a whole message.</summary>
    public static async Task<MessageMarks> ReadAsync(FetchResponse response, CancellationToken cancellationToken)
    {
        var field = response.MessageIdField is { } literal ? await literal.ToArrayAsync(cancellationToken) : [];
        return new(response.EmailId, MimeReader.ReadHeaders(field).MessageId, (long?)response.Size, response.InternalDate);
    }
}

using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Reading;

/// <summary>Asks a server for what tells messages from one another, and is cheap for it.</summary>
internal static class MarkReader
{
    public static FetchItems Items(ImapClient client) =>
        FetchItems.Size | FetchItems.InternalDate | FetchItems.MessageId | (client.Capabilities.ObjectId ? FetchItems.EmailId : FetchItems.None);

    /// <summary>The Message-ID is read as that of a whole message is.</summary>
    public static async Task<MessageMarks> ReadAsync(FetchResponse response, CancellationToken cancellationToken)
    {
        var field = response.MessageIdField is { } literal ? await literal.ToArrayAsync(cancellationToken) : [];
        return new(response.EmailId, MimeReader.ReadHeaders(field).MessageId, (long?)response.Size, response.InternalDate);
    }
}

using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Reading;

/// <summary>
/// Turns a server's answer into the data that is stored. Of a message with more than <see cref="MailOptions.MaxMessageBytes"/> this is only
/// the header, whatever size the server announced before.
/// </summary>
internal sealed class IncomingMessage(TimeProvider time, IOptions<MailOptions> options)
{
    /// <param name="response">With a body or a header.</param>
    public async Task<NewMessage> ReadAsync(FetchResponse response, CancellationToken cancellationToken)
    {
        var literal = response.Body ?? response.Header!;
        var octets = await literal.ReadBeginningAsync(options.Value.MaxMessageBytes, cancellationToken);
        return response.Body is not null
            ? Make(response, octets, literal.Length)
            : Message(response, ContentReader.HeaderOnly(octets, Size(response, literal.Length)));
    }

    /// <param name="octets">The message, or the part of its beginning that may be stored.</param>
    /// <param name="length">Size of the whole message in bytes.</param>
    public NewMessage Make(FetchResponse response, byte[] octets, long length) => length <= options.Value.MaxMessageBytes
        ? Whole(response, octets)
        : Message(response, ContentReader.HeaderOnly(HeaderOf(octets), Size(response, length)));

    /// <summary>For a message of any size.</summary>
    public NewMessage Whole(FetchResponse response, byte[] octets) => Message(response, ContentReader.Whole(octets));

    private NewMessage Message(FetchResponse response, MessageContent content) =>
        new(response.Uid, MailFlags.FromImap(response.Flags ?? []), response.InternalDate ?? content.Header.SentAt ?? time.GetUtcNow(), content)
        {
            ServerSize = (long?)response.Size,
            InternalDate = response.InternalDate,
            EmailId = response.EmailId,
        };

    private static long Size(FetchResponse response, long length) => Math.Max(length, (long)Math.Min(response.Size ?? 0, long.MaxValue));

    /// <summary>The bytes up to and including the blank line; all bytes when there is none.</summary>
    private static ReadOnlyMemory<byte> HeaderOf(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0 ? octets : octets[..(end + 4)];
    }
}

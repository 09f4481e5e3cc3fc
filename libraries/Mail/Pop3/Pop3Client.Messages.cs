using System.Globalization;

namespace Services83.EMail.Mail.Pop3;

// UIDL, LIST, RETR, TOP and DELE (RFC 1939, sections 5 and 7).
public sealed partial class Pop3Client
{
    private const int MaxIdLength = 70;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>The messages of the mailbox with their unique ids, by number.</summary>
    /// <param name="withSizes">Whether to ask for the sizes too.</param>
    /// <param name="cancellationToken">Cancelling it during the command closes the connection.</param>
    /// <exception cref="Pop3CommandException">The server has no unique ids.</exception>
    /// <exception cref="Pop3ProtocolException">The list cannot be read.</exception>
    public async Task<IReadOnlyList<Pop3Message>> ListAsync(bool withSizes, CancellationToken cancellationToken)
    {
        await RequireAsync("UIDL", cancellationToken);
        var ids = await ReadPairsAsync("UIDL", UniqueId, cancellationToken);
        Dictionary<int, long> sizes = [];
        if (withSizes)
        {
            await RequireAsync("LIST", cancellationToken);
            sizes = await ReadPairsAsync("LIST", Size, cancellationToken);
        }

        return
        [
            .. ids.OrderBy(pair => pair.Key).Select(pair => new Pop3Message(
                pair.Key, pair.Value, sizes.TryGetValue(pair.Key, out var size) ? size : null)),
        ];
    }

    /// <summary>Writes a whole message to a stream, line ends as CRLF.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="Pop3CommandException">There is no such message.</exception>
    /// <exception cref="Pop3ProtocolException">The message is larger than the options allow; the connection is closed.</exception>
    public Task<long> RetrieveAsync(int number, Stream target, CancellationToken cancellationToken) =>
        CopyAsync(string.Create(CultureInfo.InvariantCulture, $"RETR {number}"), target, cancellationToken);

    /// <summary>Writes the header of a message to a stream, with the blank line after it; line ends as CRLF (RFC 1939, TOP).</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="Pop3CommandException">There is no such message, or the server does not have the command.</exception>
    /// <exception cref="Pop3ProtocolException">The header is larger than the options allow a message to be; the connection is
    /// closed.</exception>
    public Task<long> RetrieveHeaderAsync(int number, Stream target, CancellationToken cancellationToken) =>
        CopyAsync(string.Create(CultureInfo.InvariantCulture, $"TOP {number} 0"), target, cancellationToken);

    /// <summary>Marks a message; it is deleted when <see cref="QuitAsync"/> succeeds.</summary>
    /// <exception cref="Pop3CommandException">There is no such message, or it is marked already.</exception>
    public Task DeleteAsync(int number, CancellationToken cancellationToken) =>
        RequireAsync(string.Create(CultureInfo.InvariantCulture, $"DELE {number}"), cancellationToken);

    private async Task<long> CopyAsync(string command, Stream target, CancellationToken cancellationToken)
    {
        await RequireAsync(command, cancellationToken);
        long written = 0;
        while (await ReadContentLineAsync(cancellationToken) is { } line)
        {
            written += line.Length + LineEnd.Length;
            if (written > _options.MaxMessageBytes)
            {
                throw await BrokenAsync(
                    new Pop3ProtocolException($"The server sent a message of more than {_options.MaxMessageBytes} bytes (MaxMessageBytes).", isTooLarge: true));
            }

            await WriteAsync(target, line, cancellationToken);
        }

        return written;
    }

    /// <summary>If the target stream fails, the rest of the message is still arriving, so the connection cannot be used any more.</summary>
    private async Task WriteAsync(Stream target, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(line, cancellationToken);
            await target.WriteAsync(LineEnd, cancellationToken);
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }
    }

    /// <param name="read">Returns whether a word is a valid value, and the value.</param>
    private async Task<Dictionary<int, TValue>> ReadPairsAsync<TValue>(
        string command, Func<string, (bool IsValue, TValue Value)> read, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<int, TValue>();
        await foreach (var line in ReadListAsync(_options.MaxMessages, cancellationToken))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0
                || read(words[1]) is not (true, var value) || !pairs.TryAdd(number, value))
            {
                throw await BrokenAsync(new Pop3ProtocolException($"The server sent an invalid list in reply to {command}."));
            }
        }

        return pairs;
    }

    /// <summary>Characters from 0x21 to 0x7E (RFC 1939, UIDL).</summary>
    private static (bool IsValue, string Value) UniqueId(string text) =>
        (text.Length <= MaxIdLength && text.All(character => character is >= '!' and <= '~'), text);

    private static (bool IsValue, long Value) Size(string text) =>
        (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size), size);
}

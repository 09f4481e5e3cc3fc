using System.Globalization;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>The place of an appended message (RFC 4315, APPENDUID).</summary>
public sealed record AppendedUid(uint UidValidity, uint Uid);

// APPEND (RFC 3501, 6.3.11).
public sealed partial class ImapClient
{
    /// <summary>
    /// Stores a message. Servers may change bytes and refuse some messages permanently (empty ones, NUL, bare line feeds), so do not
    /// compare the stored message by hash. A mailbox that is open read-only is closed first, because Courier refuses APPEND to such a
    /// mailbox.
    /// </summary>
    /// <param name="mailbox">The target; it is not created (the code TRYCREATE says that it could be).</param>
    /// <param name="content">Seekable; read from its current position to its end.</param>
    /// <param name="flags">Flags to store with it.</param>
    /// <param name="internalDate">Date of receipt; null for now.</param>
    /// <param name="cancellationToken">Cancelling it during the command closes the connection.</param>
    /// <returns>Null when the server does not report the place: without UIDPLUS.</returns>
    public async Task<AppendedUid?> AppendAsync(
        string mailbox, Stream content, IEnumerable<string> flags, DateTimeOffset? internalDate, CancellationToken cancellationToken)
    {
        if (Selected is { IsReadOnly: true } open && open.Name.Equals(mailbox, StringComparison.OrdinalIgnoreCase))
        {
            await UnselectAsync(cancellationToken);
        }

        var command = new ImapCommand("APPEND").AddString(WireName(mailbox)).AddFlags(flags);
        if (internalDate is { } date)
        {
            command.AddString(Format(date));
        }

        command.AddContent(content);
        var response = await RunAsync(command, null, cancellationToken);
        return response.Code is { Name: "APPENDUID" } code ? ParseAppendUid(code.Arguments) : null;
    }

    private static string Format(DateTimeOffset date)
    {
        var text = date.ToString("dd-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
        // On the wire the zone has no colon; it is the last colon of the text.
        return text.Remove(text.LastIndexOf(':'), 1);
    }

    private static AppendedUid? ParseAppendUid(string arguments) =>
        arguments.Split(' ') is [var validity, var uid]
            && uint.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var uidValidity)
            && uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var appended)
            ? new AppendedUid(uidValidity, appended)
            : null;
}

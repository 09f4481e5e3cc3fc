using System.Globalization;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>Where an appended message is (RFC 4315, APPENDUID).</summary>
public sealed record AppendedUid(uint UidValidity, uint Uid);

// APPEND (RFC 3501, 6.3.11).
public sealed partial class ImapClient
{
    /// <summary>
    /// Stores a message. Servers may change octets and refuse some messages for good (no octets at all, NUL, bare line feeds), so do not
    /// compare what comes back by hash. A mailbox that is open to be read only is left first, because Courier stores nothing in such a one.
    /// </summary>
    /// <param name="mailbox">Where to; it is not created (the code TRYCREATE says that it could be).</param>
    /// <param name="content">Seekable; read from where it stands to its end.</param>
    /// <param name="flags">Flags to store with it.</param>
    /// <param name="internalDate">Date of receipt; null for now.</param>
    /// <param name="cancellationToken">Closes the connection when it fires in the midst.</param>
    /// <returns>Null when the server does not tell: without UIDPLUS.</returns>
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
        // The zone has no colon on the wire; it is the last one of the text.
        return text.Remove(text.LastIndexOf(':'), 1);
    }

    private static AppendedUid? ParseAppendUid(string arguments) =>
        arguments.Split(' ') is [var validity, var uid]
            && uint.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var uidValidity)
            && uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var appended)
            ? new AppendedUid(uidValidity, appended)
            : null;
}

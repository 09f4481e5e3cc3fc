using System.Globalization;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>APPEND with APPENDUID (RFC 4315).</summary>
internal static class AppendCommand
{
    public static Task<string> RunAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var folder = FolderNames.RequireSelectable(session, arguments.NextFolderName(), "TRYCREATE");
        var flags = arguments.Peek?.Items is null ? [] : arguments.NextList().Select(node => node.Text).ToArray();
        var next = arguments.Next();
        DateTimeOffset? date = null;
        if (!arguments.AtEnd)
        {
            date = ParseDate(next.Text);
            next = arguments.Next();
        }
        arguments.End();
        // Courier refuses APPEND to a client that has the folder open read-only.
        if (session.Selected is { IsReadOnly: true } open && open.Folder == folder)
        {
            throw CommandRefusedException.No("Current box is selected READ-ONLY.");
        }

        if (next.Octets.Length == 0)
        {
            throw CommandRefusedException.No("Can't save a zero byte message.");
        }

        var uid = folder.Append(next.Octets, flags, date);
        var code = session.Has("UIDPLUS") ? $"[APPENDUID {folder.UidValidity} {uid}] " : "";
        return Task.FromResult($"OK {code}Append completed.");
    }

    private static DateTimeOffset ParseDate(string text) =>
        DateTimeOffset.TryParseExact(
            text.Trim(), ["d-MMM-yyyy HH:mm:ss zzz", "dd-MMM-yyyy HH:mm:ss zzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw CommandRefusedException.Bad("Invalid date");
}

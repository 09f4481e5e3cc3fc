using System.Text;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>Folder names in responses and in the patterns of LIST.</summary>
internal static class FolderNames
{
    public static string Quote(string name)
    {
        var encoded = ModifiedUtf7.Encode(name);
        return $"\"{encoded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    public static SandboxFolder Require(ImapSession session, string name, string code = "NONEXISTENT") =>
        session.Account!.Find(name) ?? throw CommandRefusedException.No($"[{code}] Mailbox doesn't exist");

    public static SandboxFolder RequireSelectable(ImapSession session, string name, string code = "NONEXISTENT")
    {
        var folder = Require(session, name, code);
        return folder.IsSelectable ? folder : throw CommandRefusedException.No($"[{code}] Mailbox isn't selectable");
    }

    /// <summary>Matches <c>*</c> (anything) and <c>%</c> (anything on one level).</summary>
    public static bool Matches(string name, string pattern)
    {
        if (name == "INBOX" && pattern.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return Match(Encoding.UTF8.GetBytes(ModifiedUtf7.Encode(name)), Encoding.UTF8.GetBytes(pattern));
    }

    private static bool Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> pattern)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        if (pattern[0] is not ((byte)'*' or (byte)'%'))
        {
            return !name.IsEmpty && name[0] == pattern[0] && Match(name[1..], pattern[1..]);
        }

        for (var taken = 0; taken <= name.Length; taken++)
        {
            if (Match(name[taken..], pattern[1..]))
            {
                return true;
            }

            if (taken < name.Length && pattern[0] == '%' && name[taken] == '/')
            {
                return false;
            }
        }
        return false;
    }
}

using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>One parsed command.</summary>
/// <param name="Name">Kind in upper case; "UID FETCH" and similar ones are separate kinds.</param>
/// <param name="Masked">The first line without the tag, for the log, without passwords.</param>
internal sealed record CommandLine(string Name, CommandArguments Arguments, string Masked)
{
    /// <summary>While these commands run, the client may rely on sequence numbers (RFC 9051, section 7.5.1).</summary>
    public bool MayExpunge => Name is not ("FETCH" or "STORE" or "SEARCH");

    /// <summary>The tag, which can be read even if the rest of the command cannot; "*" for a line without one.</summary>
    public static string TagOf(ReadOnlySpan<byte> octets)
    {
        var blank = octets.IndexOf((byte)' ');
        return blank < 1 ? "*" : Encoding.UTF8.GetString(octets[..blank]);
    }

    public static CommandLine Parse(byte[] octets)
    {
        var nodes = ImapTokenizer.Parse(octets);
        if (nodes.Count < 2)
        {
            throw CommandRefusedException.Bad("Tag and command expected");
        }

        var name = nodes[1].Upper;
        var used = 2;
        if (name == "UID" && nodes.Count > 2)
        {
            name = $"UID {nodes[used++].Upper}";
        }

        return new CommandLine(name, new CommandArguments([.. nodes.Skip(used)]), Mask(name, nodes, octets));
    }

    private static string Mask(string name, IReadOnlyList<ImapNode> nodes, byte[] octets) => name switch
    {
        "LOGIN" or "AUTHENTICATE" => nodes.Count > 3 ? $"{name} {nodes[2].Text} ***" : $"{name} {nodes.ElementAtOrDefault(2)?.Text}",
        _ => FirstLine(octets)[(TagOf(octets).Length + 1)..],
    };

    private static string FirstLine(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf((byte)'\r');
        return Encoding.UTF8.GetString(end < 0 ? octets : octets.AsSpan(0, end));
    }
}

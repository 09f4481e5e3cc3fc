using System.Globalization;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Reads the arguments of one command from left to right; a missing or wrong one is a BAD.</summary>
internal sealed class CommandArguments(IReadOnlyList<ImapNode> nodes)
{
    private int _at;

    public bool AtEnd => _at == nodes.Count;

    public ImapNode? Peek => AtEnd ? null : nodes[_at];

    public static ulong Number(ImapNode node) =>
        ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw CommandRefusedException.Bad("Number expected");

    public ImapNode Next() => AtEnd ? throw CommandRefusedException.Bad("Missing argument") : nodes[_at++];

    public string NextText() => Next().Text;

    public string NextFolderName() => ModifiedUtf7.Decode(NextText()).TrimEnd('/');

    public IReadOnlyList<ImapNode> NextList() => Next().Items ?? throw CommandRefusedException.Bad("List expected");

    /// <summary>The next list, or an empty one, for the optional parenthesized parameters of many commands.</summary>
    public CommandArguments NextListIfAny() => new(Peek?.Items is null ? [] : NextList());

    /// <summary>A list's members, or everything up to the end when the client left the parentheses out.</summary>
    public IReadOnlyList<ImapNode> NextListOrRest()
    {
        if (Peek?.Items is not null)
        {
            return NextList();
        }

        var rest = nodes.Skip(_at).ToArray();
        _at = nodes.Count;
        return rest;
    }

    public void End()
    {
        if (!AtEnd)
        {
            throw CommandRefusedException.Bad("Too many arguments");
        }
    }
}

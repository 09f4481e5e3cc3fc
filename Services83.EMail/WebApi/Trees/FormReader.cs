using System.Globalization;
using System.Net;
using Services83.EMail.Soap.Limits;

namespace Services83.EMail.WebApi.Trees;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> with names that give the place of a value: <c>SyncUserAccounts[0].AccountId</c>, or as
/// jQuery writes it <c>SyncUserAccounts[0][AccountId]</c>; <c>Ids[]=1&amp;Ids[]=2</c> and <c>Ids=1&amp;Ids=2</c> for lists. Any text is a
/// valid form: a name that is not a path is used unchanged.
/// </summary>
internal static class FormReader
{
    /// <summary>Most parts of one name.</summary>
    public const int MaxDepth = 32;

    /// <exception cref="RestFormatException">There are too many values or parts of names, or a name has too many levels.</exception>
    /// <exception cref="Soap.ServiceModel.FaultException">The memory budget does not allow them.</exception>
    public static RestNode Read(string form, int maxValues, BudgetClaim? claim = null)
    {
        var root = new RestNode();
        var count = 0;
        foreach (var range in form.AsSpan().Split('&'))
        {
            var pair = form.AsSpan(range);
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var names = Split(Decode(equals < 0 ? pair : pair[..equals]));
            if ((count += names.Count) > maxValues)
            {
                throw new RestFormatException($"The form has more than the {maxValues} values, and parts of their names, that are allowed.");
            }

            if (count > BudgetClaim.FreeElements)
            {
                claim?.TakeElements(names.Count);
            }

            NodeOf(root, names).Texts.Add(equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }

        return root;
    }

    /// <summary>The names of a path, from the outermost on; an empty one means one more item of a list.</summary>
    /// <exception cref="RestFormatException">There are more than <see cref="MaxDepth"/>.</exception>
    public static IReadOnlyList<string> Split(string path)
    {
        var names = new List<string>();
        var rest = path.AsSpan();
        while (names.Count <= MaxDepth)
        {
            // A bracket at the start of the text, or one that is never closed, is part of a name.
            var end = rest.IndexOfAny('.', '[');
            var closes = end > 0 && rest[end] == '[' ? rest[end..].IndexOf(']') : -1;
            if (end <= 0 || (rest[end] == '[' && closes < 0))
            {
                names.Add(rest.ToString());
                break;
            }

            names.Add(rest[..end].ToString());
            rest = rest[end..];
            while (names.Count <= MaxDepth && rest.StartsWith("[") && rest.IndexOf(']') is > 0 and var close)
            {
                names.Add(rest[1..close].ToString());
                rest = rest[(close + 1)..];
            }

            if (rest.IsEmpty)
            {
                break;
            }

            rest = rest[0] == '.' ? rest[1..] : rest;
        }

        return names.Count <= MaxDepth
            ? names
            : throw new RestFormatException($"The name has more than {MaxDepth} parts.", path.Length > 100 ? path[..100] + "..." : path);
    }

    private static string Decode(ReadOnlySpan<char> text) => WebUtility.UrlDecode(text.ToString());

    private static RestNode NodeOf(RestNode root, IReadOnlyList<string> names)
    {
        var node = root;
        foreach (var name in names)
        {
            node = name.Length == 0 && node != root ? node.Part(node.Parts.Count.ToString(CultureInfo.InvariantCulture)) : node.Part(name);
        }

        return node;
    }
}

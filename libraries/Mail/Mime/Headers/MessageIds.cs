namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>Ids between angle brackets (RFC 5322, section 3.6.4); without brackets, the words of the field.</summary>
internal static class MessageIds
{
    public static string? First(MimeHeader? field)
    {
        if (field is null)
        {
            return null;
        }

        var value = field.Unfolded;
        var position = 0;
        if (TryNext(value, ref position, out var id))
        {
            return id;
        }

        // Some programs forget the brackets, others write prose without an id.
        value = value.Trim(' ', '\t', '<', '>');
        return value.Length == 0 || value.Contains(' ') ? null : value;
    }

    public static IReadOnlyList<string> All(MimeHeader? field)
    {
        if (field is null)
        {
            return [];
        }

        var value = field.Unfolded;
        var ids = new List<string>();
        var position = 0;
        while (TryNext(value, ref position, out var id))
        {
            ids.Add(id);
        }

        return ids.Count > 0 ? ids : value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool TryNext(string value, ref int position, out string id)
    {
        while (position < value.Length)
        {
            var open = value.IndexOf('<', position);
            var close = open < 0 ? -1 : value.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            open = value.LastIndexOf('<', close);
            position = close + 1;
            id = value.AsSpan(open + 1, close - open - 1).Trim().ToString().Replace(" ", "", StringComparison.Ordinal);
            if (id.Length > 0)
            {
                return true;
            }
        }

        id = "";
        return false;
    }
}

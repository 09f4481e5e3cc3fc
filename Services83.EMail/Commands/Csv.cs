using System.Text;

namespace Services83.EMail.Commands;

/// <summary>Comma-separated values with a header line (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>The rows by column name, in any letter case, each with the number of its line. Blank lines are passed over.</summary>
    /// <exception cref="CommandException">A row has another number of fields than the header, or a quote is not closed.</exception>
    public static IEnumerable<(int Line, IReadOnlyDictionary<string, string> Row)> Read(string text)
    {
        IReadOnlyList<string>? header = null;
        foreach (var (line, fields) in Records(text))
        {
            if (header is null)
            {
                header = [.. fields.Select(field => field.Trim())];
                continue;
            }

            if (fields.Count != header.Count)
            {
                throw new CommandException($"Line {line} has {fields.Count} fields, the header has {header.Count}.");
            }

            yield return (line, header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Records(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, start, quoted) = (1, 1, false);
        foreach (var character in text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF') + "\n")
        {
            if (character == '"')
            {
                // Within quotes a doubled quote stands for one; leaving and entering again adds it.
                quoted = !quoted;
                if (quoted && field.Length > 0)
                {
                    field.Append('"');
                }
            }
            else if (!quoted && (character is ',' or '\n'))
            {
                fields.Add(field.ToString());
                field.Clear();
                if (character == '\n')
                {
                    if (fields is not [{ Length: 0 }])
                    {
                        yield return (start, fields);
                    }

                    (fields, start) = ([], line + 1);
                }
            }
            else
            {
                field.Append(character);
            }

            line += character == '\n' ? 1 : 0;
        }

        if (quoted)
        {
            throw new CommandException($"The quote opened in line {start} is not closed.");
        }
    }
}

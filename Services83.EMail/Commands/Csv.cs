using System.Text;

namespace Services83.EMail.Commands;

/// <summary>Comma-separated values with a header line (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>The rows by column name, in any letter case. Blank lines are skipped.</summary>
    /// <param name="text">The file, with or without a byte order mark, with either kind of line end.</param>
    /// <param name="columns">The names that the header may have, in any order.</param>
    /// <exception cref="CommandException">
    /// A column is unknown or named twice, or quotes are wrong, so that it is unknown where the rows end.
    /// </exception>
    public static IEnumerable<CsvRow> Read(string text, IReadOnlyList<string> columns)
    {
        IReadOnlyList<string>? header = null;
        foreach (var (line, fields) in new Records(text).Read())
        {
            if (header is null)
            {
                header = Header(fields, columns);
                continue;
            }

            yield return fields.Count == header.Count
                ? new CsvRow(line, header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase), Problem: null)
                : new CsvRow(line, new Dictionary<string, string>(), $"There are {fields.Count} fields, the header has {header.Count}.");
        }
    }

    /// <summary>One line, without a line end. A field with a comma, a quote or a line end is put in quotes.</summary>
    public static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(field =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static IReadOnlyList<string> Header(IReadOnlyList<string> fields, IReadOnlyList<string> columns)
    {
        string[] header = [.. fields.Select(field => field.Trim())];
        if (Array.Find(header, name => !columns.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new CommandException($"There is no column '{unknown}'; there are {string.Join(", ", columns)}.");
        }

        return header.Distinct(StringComparer.OrdinalIgnoreCase).Count() == header.Length
            ? header
            : throw new CommandException("The header names a column twice.");
    }

    private sealed class Records(string text)
    {
        private readonly string _text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        private int _at;
        private int _line = 1;

        public IEnumerable<(int Line, IReadOnlyList<string> Fields)> Read()
        {
            while (_at < _text.Length)
            {
                var start = _line;
                var fields = new List<string> { Field() };
                while (Takes(','))
                {
                    fields.Add(Field());
                }

                _line += Takes('\n') ? 1 : 0;
                if (fields is not [{ Length: 0 }])
                {
                    yield return (start, fields);
                }
            }
        }

        private string Field()
        {
            if (Takes('"'))
            {
                return Quoted();
            }

            var start = _at;
            _at = _text.AsSpan(start).IndexOfAny(',', '\n') is >= 0 and var length ? start + length : _text.Length;
            var field = _text[start.._at];
            return field.Contains('"', StringComparison.Ordinal)
                ? throw new CommandException($"Line {_line}: a field with a quote in it must be in quotes, and the quote doubled.")
                : field;
        }

        private string Quoted()
        {
            var (start, field) = (_line, new StringBuilder());
            while (_at < _text.Length)
            {
                var character = _text[_at++];
                if (character == '"' && !Takes('"'))
                {
                    return _at == _text.Length || _text[_at] is ',' or '\n'
                        ? field.ToString()
                        : throw new CommandException($"Line {_line}: a comma or the end of the line must follow the closing quote.");
                }

                field.Append(character);
                _line += character == '\n' ? 1 : 0;
            }

            throw new CommandException($"The quote opened in line {start} is not closed.");
        }

        private bool Takes(char character)
        {
            if (_at >= _text.Length || _text[_at] != character)
            {
                return false;
            }

            _at++;
            return true;
        }
    }
}

/// <summary>A row of a file.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Fields">By column name, in any letter case; empty if the row is wrong.</param>
/// <param name="Problem">Why it cannot be read; null if it can.</param>
internal sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Fields, string? Problem);

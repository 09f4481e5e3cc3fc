using System.Text;

namespace Services83.EMail.Commands;

/// <summary>The file of an import. All of its wrong lines are named at once.</summary>
internal static class ImportFile
{
    private const int MaxProblemsShown = 100;
    private const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Reads a CSV file in UTF-8 of at most 64 MiB.</summary>
    /// <exception cref="CommandException">There is no such file, it is too large, or it is not CSV with these columns.</exception>
    public static async Task<IReadOnlyList<CsvRow>> ReadAsync(FileInfo file, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        if (file.Length > MaxBytes)
        {
            throw new CommandException($"{file.FullName} has more than {MaxBytes / 1024 / 1024} MiB. Split it.");
        }

        var text = TextOf(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        try
        {
            return [.. Csv.Read(text, columns)];
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message}\nNothing was imported.");
        }
    }

    /// <exception cref="CommandException">The bytes are not UTF-8: names would be damaged.</exception>
    public static string TextOf(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException("The file is not in UTF-8. Nothing was imported.");
        }
    }

    /// <exception cref="CommandException">There is a problem; the message has a line for each, up to a limit.</exception>
    public static void Require(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            var rest = problems.Count - MaxProblemsShown;
            throw new CommandException(string.Join('\n', problems.Take(MaxProblemsShown)) + (rest > 0 ? $"\nand {rest} more." : "") + "\nNothing was imported.");
        }
    }
}

using System.CommandLine;
using Services83.EMail.AddressBook;
using Services83.EMail.AddressBook.VCards;
using Services83.EMail.Commands.Output;

namespace Services83.EMail.Commands;

/// <summary><c>people import</c>: the persons and organisations of a file, all of them or, if one is wrong, none.</summary>
internal static class PeopleImport
{
    private const int MaxProblemsShown = 20;
    private const long MaxFileBytes = 512L * 1024 * 1024;

    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = $"vCards (.vcf), or CSV (.csv) with any of the columns {string.Join(", ", PeopleRow.Columns)}; "
                + "several e-mail addresses, and numbers of a kind, are separated by semicolons",
        };
        var command = new Command(
            "import",
            "Add the persons and organisations of a file, and update known ones. If a line is wrong, nothing is imported.")
        {
            file, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (added, updated) = await RunAsync(services.GetRequiredService<AddressBookWriter>(), parsed.GetRequiredValue(file), cancellationToken);
                await Answer.WriteAsync(parsed, $"{added} added, {updated} updated.", new { added, updated });
            },
            cancellationToken));
        return command;
    }

    private static async Task<(int Added, int Updated)> RunAsync(AddressBookWriter writer, FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        if (file.Length > MaxFileBytes)
        {
            throw new CommandException($"{file.FullName} has more than {MaxFileBytes / 1024 / 1024} MiB. Split it.");
        }

        var octets = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        var entries = Check(Read(file.Extension, octets));
        var summary = await writer.ImportAsync(entries, cancellationToken);
        return (summary.Added, summary.Updated);
    }

    /// <summary>The entries with their lines; for a wrong line the problem instead of its entry.</summary>
    private static IEnumerable<(int Line, AddressBookEntry? Entry, string? Problem)> Read(string extension, byte[] octets) =>
        extension.ToUpperInvariant() switch
        {
            ".VCF" or ".VCARD" => VCardEntries.Read(octets).Select(one => (one.Line, (AddressBookEntry?)one.Entry, (string?)null)),
            ".CSV" => Csv.Read(ImportFile.TextOf(octets), PeopleRow.Columns).Select(row => row.Problem is null ? ParseRow(row.Line, row.Fields) : (row.Line, null, row.Problem)),
            _ => throw new CommandException("The name of the file must end in .vcf or .csv."),
        };

    private static (int Line, AddressBookEntry? Entry, string? Problem) ParseRow(int line, IReadOnlyDictionary<string, string> row)
    {
        try
        {
            return (line, PeopleRow.Parse(row), null);
        }
        catch (CommandException exception)
        {
            return (line, null, exception.Message);
        }
    }

    /// <summary>All entries, if nothing is wrong with any of them.</summary>
    /// <exception cref="CommandException">Something is wrong; the message names the first lines.</exception>
    private static List<AddressBookEntry> Check(IEnumerable<(int Line, AddressBookEntry? Entry, string? Problem)> read)
    {
        var (entries, problems, ids) = (new List<AddressBookEntry>(), new List<string>(), new Dictionary<(bool, string), int>());
        try
        {
            foreach (var (line, raw, misread) in read)
            {
                var entry = raw is null ? null : EntryCheck.Complete(raw);
                if ((misread ?? EntryCheck.Problem(entry!) ?? Repetition(entry!, line, ids)) is { } problem)
                {
                    problems.Add($"Line {line}: {problem}");
                }
                else
                {
                    entries.Add(entry!);
                }
            }
        }
        catch (Exception exception) when (exception is FormatException or CommandException)
        {
            problems.Add(exception.Message);
        }

        return problems.Count == 0 ? entries : throw new CommandException(Describe(problems));
    }

    /// <summary>With an id that occurs twice, the second entry would overwrite the first.</summary>
    private static string? Repetition(AddressBookEntry entry, int line, Dictionary<(bool IsOrganisation, string Id), int> lines) =>
        entry.Id is null || lines.TryAdd((entry.IsOrganisation, entry.Id), line)
            ? null
            : $"The id '{entry.Id}' is already used in line {lines[(entry.IsOrganisation, entry.Id)]}.";

    private static string Describe(List<string> problems)
    {
        var rest = problems.Count - MaxProblemsShown;
        return string.Join('\n', problems.Take(MaxProblemsShown)) + (rest > 0 ? $"\nand {rest} more." : "") + "\nNothing was imported.";
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Services83.EMail.Administration.Backups;

/// <summary>What a backup consists of, as the file <c>backup.json</c> in it says.</summary>
/// <param name="CreatedAt">When the database was copied.</param>
/// <param name="Schema">The newest migration of the database.</param>
/// <param name="Files">SHA-256 of each file in hex, by its path in the backup.</param>
internal sealed record BackupContents(DateTimeOffset CreatedAt, int Schema, IReadOnlyDictionary<string, string> Files)
{
    public const string Database = "email.db";
    public const string Bodies = "email.bodies.db";
    public const string Keys = "keys";
    private const string FileName = "backup.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task SaveAsync(string folder, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Options), cancellationToken);

    /// <summary>Reads what a backup says about itself and checks that its files are as they were.</summary>
    /// <exception cref="BackupException">It is not a backup, or a file is missing or changed.</exception>
    public static async Task<BackupContents> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        BackupContents? contents;
        try
        {
            contents = JsonSerializer.Deserialize<BackupContents>(await File.ReadAllTextAsync(Path.Combine(folder, FileName), cancellationToken), Options);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            throw new BackupException($"'{folder}' is not a backup of this program: it has no valid {FileName}.");
        }

        if (contents?.Files is null || !contents.Files.ContainsKey(Database))
        {
            throw new BackupException($"'{folder}' is not a backup of this program: {FileName} names no {Database}.");
        }

        foreach (var (name, hash) in contents.Files)
        {
            if (!IsOurs(name) || !File.Exists(Path.Combine(folder, name)) || await HashAsync(Path.Combine(folder, name), cancellationToken) != hash)
            {
                throw new BackupException($"The file {name} of the backup '{folder}' is missing or was changed. Use another backup.");
            }
        }

        return contents;
    }

    /// <summary>The hash of a file.</summary>
    public static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    /// <summary>Nothing outside of the backup may be named.</summary>
    private static bool IsOurs(string name) =>
        name is Database or Bodies || (name.StartsWith($"{Keys}/", StringComparison.Ordinal) && Path.GetFileName(name) == name[(Keys.Length + 1)..]);
}

/// <summary>A backup cannot be made or restored; the message says why and what to do.</summary>
internal sealed class BackupException(string message) : Exception(message);

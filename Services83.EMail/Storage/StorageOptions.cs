using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Storage;

/// <summary>Section <c>Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Where the data is stored.</summary>
    public StorageProvider Provider { get; set; }

    /// <summary>How to reach PostgreSQL, in the form that Npgsql reads. Contains a password: never logged.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Folder of the SQLite database and, if they are files, of the encryption keys of stored passwords. Created when missing.</summary>
    [Required(ErrorMessage = "Storage:DataFolder must name the folder of the database.")]
    public string DataFolder { get; set; } = "./data";

    /// <summary>How long a write waits for another process that holds the database: 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Storage:LockPatience must be between 00:00:01 and 00:10:00.")]
    public TimeSpan LockPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Path of the SQLite database file.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, "email.db");

    /// <summary>Path of the file with the long bodies of the SQLite database.</summary>
    public string BodiesFile => Path.ChangeExtension(DatabaseFile, ".bodies.db");

    /// <summary>The files of the SQLite database and those that SQLite may have beside them.</summary>
    public IReadOnlyList<string> DatabaseFiles => [DatabaseFile, $"{DatabaseFile}-wal", $"{DatabaseFile}-shm", BodiesFile, $"{BodiesFile}-journal"];

    /// <summary>How many bytes the files of the SQLite database take at present.</summary>
    public long DatabaseBytes => DatabaseFiles.Where(name => !name.EndsWith("-shm", StringComparison.Ordinal))
        .Select(name => new FileInfo(name)).Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>Folder of the encryption keys; empty for the usual place: <c>keys</c> in the data folder, or with PostgreSQL a table.</summary>
    public string KeyFolder { get; set; } = "";

    /// <summary>Whether the encryption keys are in a table of the database.</summary>
    public bool KeysAreInDatabase => Provider == StorageProvider.PostgreSql && KeyFolder.Length == 0;

    /// <summary>Path of the folder of keys, also if they have been moved into the database since.</summary>
    public string KeyFolderPath => KeyFolder.Length > 0 ? KeyFolder : Path.Combine(DataFolder, "keys");

    /// <summary>Where the encryption keys are, for operators.</summary>
    public string KeyPlace => KeysAreInDatabase ? "the table data_protection_key of the database" : $"the folder '{Path.GetFullPath(KeyFolderPath)}'";
}

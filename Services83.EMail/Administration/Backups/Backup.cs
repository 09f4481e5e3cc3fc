using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Administration.Backups;

/// <summary>Copies the SQLite database and its encryption keys, also while a server uses them, and puts them back.</summary>
internal sealed class Backup(StorageOptions options, TimeProvider time)
{
    /// <summary>Makes a backup in a new folder. The folder has its name only when the backup is complete and was checked.</summary>
    /// <exception cref="BackupException">The folder exists, the data is in PostgreSQL, or the copy is not sound.</exception>
    /// <exception cref="StorageException">The database cannot be read, or the folder cannot be written to.</exception>
    public async Task<BackupContents> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        RequireSqlite();
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new BackupException($"'{folder}' exists already. Name a folder that does not.");
        }

        if (!File.Exists(options.DatabaseFile))
        {
            throw new BackupException($"There is no database '{Path.GetFullPath(options.DatabaseFile)}'. Check Storage:DataFolder.");
        }

        var unfinished = $"{folder}.unfinished-{Guid.NewGuid():N}";
        try
        {
            var contents = await CopyAsync(unfinished, cancellationToken);
            await RequireSoundAsync(unfinished, cancellationToken);
            Directory.Move(unfinished, folder);
            return contents;
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    /// <summary>
    /// Puts a backup in the place of the data. What is there now is moved into a folder beside it, never deleted. The caller holds the lock of
    /// the data folder.
    /// </summary>
    /// <param name="folder">The backup.</param>
    /// <param name="mayReplace">Whether there may be data now.</param>
    /// <param name="cancellationToken">Stops while nothing has been moved.</param>
    /// <returns>The folder with the data that was there; null if there was none.</returns>
    /// <exception cref="BackupException">The backup is not sound, or from a newer program; or there is data that may not be replaced. Nothing was
    /// changed.</exception>
    public async Task<string?> RestoreAsync(string folder, bool mayReplace, CancellationToken cancellationToken)
    {
        RequireSqlite();
        await RequireSoundAsync(folder, cancellationToken);
        string[] present = [.. Present()];
        if (present.Length > 0 && !mayReplace)
        {
            throw new BackupException($"There is data already: {string.Join(", ", present)}. --replace moves it into a folder beside it.");
        }

        var stamp = $"{time.GetUtcNow():yyyyMMdd-HHmmss}";
        var incoming = Path.Combine(options.DataFolder, $"restoring-{stamp}");
        PrivateFolder.Create(incoming);
        try
        {
            await CopyFilesAsync(folder, incoming, await BackupContents.ReadAsync(folder, cancellationToken), cancellationToken);
            return Replace(present, incoming, stamp);
        }
        finally
        {
            Directory.Delete(incoming, recursive: true);
        }
    }

    private string? Replace(string[] present, string incoming, string stamp)
    {
        // From here on only names change. If this is interrupted, the program refuses to start because the database or its keys are missing.
        var replaced = present.Length == 0 ? null : Path.Combine(options.DataFolder, $"replaced-{stamp}");
        foreach (var path in present)
        {
            PrivateFolder.Create(replaced!);
            MoveTo(path, Path.Combine(replaced!, Path.GetFileName(path)));
        }

        MoveTo(Path.Combine(incoming, BackupContents.Keys), options.KeyFolderPath);
        if (File.Exists(Path.Combine(incoming, BackupContents.Bodies)))
        {
            MoveTo(Path.Combine(incoming, BackupContents.Bodies), options.BodiesFile);
        }

        MoveTo(Path.Combine(incoming, BackupContents.Database), options.DatabaseFile);
        return replaced;
    }

    private async Task<BackupContents> CopyAsync(string target, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(target);
        var database = Path.Combine(target, BackupContents.Database);
        PrivateFolder.CreateFile(database);
        var now = time.GetUtcNow();
        var hasBodies = await CopyDatabaseAsync(database, cancellationToken);

        // After the database: a key is stored before the first secret that needs it.
        PrivateFolder.Create(Path.Combine(target, BackupContents.Keys));
        var files = new Dictionary<string, string> { [BackupContents.Database] = await BackupContents.HashAsync(database, cancellationToken) };
        if (hasBodies)
        {
            files[BackupContents.Bodies] = await BackupContents.HashAsync(Path.Combine(target, BackupContents.Bodies), cancellationToken);
        }

        foreach (var key in KeyProof.FilesIn(options.KeyFolderPath))
        {
            var copy = Path.Combine(target, BackupContents.Keys, key.Name);
            key.CopyTo(copy);
            files[$"{BackupContents.Keys}/{key.Name}"] = await BackupContents.HashAsync(copy, cancellationToken);
        }

        var contents = new BackupContents(now, SqliteFile.Describe(database).Version, files);
        await contents.SaveAsync(target, cancellationToken);
        return contents;
    }

    /// <summary>Copies the database, and the bodies that this copy refers to. Meanwhile a server goes on, and erases no body.</summary>
    /// <returns>Whether there is a file of bodies.</returns>
    private async Task<bool> CopyDatabaseAsync(string target, CancellationToken cancellationToken)
    {
        using var hold = await BodyHold.TakeAsync(Path.GetFullPath(options.DatabaseFile), cancellationToken);
        return await Task.Run(
            () =>
            {
                SqliteFile.Copy(options.DatabaseFile, target);
                return BodyCopy.Run(Path.GetFullPath(options.DatabaseFile), target, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Whether its files are as they were, the database is sound, of this or an earlier version, and decrypted by the keys.</summary>
    private static async Task RequireSoundAsync(string folder, CancellationToken cancellationToken)
    {
        await BackupContents.ReadAsync(folder, cancellationToken);
        var database = Path.Combine(folder, BackupContents.Database);
        var problems = await Task.Run(() => SqliteFile.Check(database, isAtRest: true), cancellationToken);
        if (problems.Count > 0)
        {
            throw new BackupException($"The database in '{folder}' is damaged: {string.Join("; ", problems)}.");
        }

        var (version, checksum, proof) = SqliteFile.Describe(database);
        var known = Migration.LoadFor("Sqlite").FirstOrDefault(migration => migration.Version == version);
        if (known is null || known.Checksum != checksum)
        {
            throw new BackupException($"The database in '{folder}' is of a newer or another version of the program. Use that one.");
        }

        if (!KeyProof.IsDecryptedBy(new DirectoryInfo(Path.Combine(folder, BackupContents.Keys)), proof))
        {
            throw new BackupException($"The keys in '{folder}' do not decrypt its database.");
        }
    }

    private static async Task CopyFilesAsync(string folder, string target, BackupContents contents, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(Path.Combine(target, BackupContents.Keys));
        foreach (var (name, hash) in contents.Files)
        {
            var copy = Path.Combine(target, name);
            PrivateFolder.CreateFile(copy);
            await using (var from = File.OpenRead(Path.Combine(folder, name)))
            await using (var to = new FileStream(copy, FileMode.Truncate, FileAccess.Write))
            {
                await from.CopyToAsync(to, cancellationToken);
                to.Flush(flushToDisk: true);
            }

            if (await BackupContents.HashAsync(copy, cancellationToken) != hash)
            {
                throw new BackupException($"The file {name} of the backup was changed while it was copied.");
            }
        }
    }

    private IEnumerable<string> Present()
    {
        var files = options.DatabaseFiles.Where(File.Exists);
        return KeyProof.FilesIn(options.KeyFolderPath).Count > 0 ? files.Append(options.KeyFolderPath) : files;
    }

    private static void MoveTo(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            File.Move(from, to);
            return;
        }

        // One by one: the folder of the keys may be on another disk.
        PrivateFolder.Create(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Move(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private void RequireSqlite()
    {
        if (options.Provider != StorageProvider.Sqlite)
        {
            throw new BackupException(
                "The data is in PostgreSQL. Back it up with pg_dump --format=custom and restore it with pg_restore, with the server stopped for the restore; "
                + (options.KeysAreInDatabase ? "the encryption keys are in it." : $"copy the encryption keys in '{Path.GetFullPath(options.KeyFolderPath)}' too."));
        }
    }
}

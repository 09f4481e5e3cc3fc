namespace Services83.EMail.Storage;

/// <summary>Products that can be behind <see cref="IDatabase"/>.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data folder, for one machine.</summary>
    Sqlite,

    /// <summary>A server of its own.</summary>
    PostgreSql,
}

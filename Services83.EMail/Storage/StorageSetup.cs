using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Storage;

public static class StorageSetup
{
    /// <summary>Registers the database and the protection of stored secrets. The schema is brought up by <see cref="IDatabase.MigrateAsync"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<AccountStore>();

        var options = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        services.AddDataProtection()
            .SetApplicationName("Services83.EMail")
            .PersistKeysToFileSystem(new DirectoryInfo(options.KeyFolder));
        return services;
    }
}

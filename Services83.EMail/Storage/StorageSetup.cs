using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Storage.Sqlite;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Storage;

public static class StorageSetup
{
    /// <summary>Registers the database and the protection of stored secrets. <see cref="StorageStart"/> migrates the schema.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DatabaseClock>();
        services.TryAddSingleton(provider => Uses(provider, StorageProvider.PostgreSql) ? provider.GetRequiredService<DatabaseClock>() : TimeProvider.System);
        services.TryAddSingleton<INode, LoneNode>();
        services.AddSingleton<ISignals>(provider => Uses(provider, StorageProvider.PostgreSql)
            ? ActivatorUtilities.CreateInstance<PostgreSqlSignals>(provider)
            : new LocalSignals());
        services.AddSingleton<IValidateOptions<StorageOptions>, PostgreSqlSettings>();
        services.AddProgramMeter();
        services.AddSingleton(OpenDatabase);
        services.AddSingleton<StateCounts>();
        services.AddSingleton<AccountPages>();
        services.AddSingleton<AccountReports>();
        services.AddSingleton<SyncHistory>();
        services.AddSingleton<OutboxPages>();
        services.AddSingleton<LoopTroubleStore>();
        services.AddSingleton<WriteProbe>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<StorageStart>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<ConsentStore>();
        services.AddSingleton<ConsentLinks>();
        services.AddSingleton<DocumentStore>();
        services.AddSingleton<TemporaryDocumentStore>();
        services.AddSingleton<MessageTieStore>();

        services.AddDataProtection().SetApplicationName(KeyProof.Application);
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<StorageOptions>, ILoggerFactory, TimeProvider>((keys, storage, loggers, time) =>
        {
            if (storage.Value.KeysAreInDatabase)
            {
                keys.XmlRepository = new PostgreSqlKeys(storage.Value, time);
                return;
            }

            // The framework would create the folder with the usual rights.
            PrivateFolder.Create(storage.Value.KeyFolderPath);
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(storage.Value.KeyFolderPath), loggers);
        });
        return services;
    }

    private static bool Uses(IServiceProvider services, StorageProvider product) =>
        services.GetRequiredService<IOptions<StorageOptions>>().Value.Provider == product;

    /// <summary>The database of the product that the settings choose.</summary>
    internal static IDatabase OpenDatabase(IServiceProvider services) => new MeasuredDatabase(OpenProduct(services), services.GetRequiredService<ProgramMeter>());

    private static IDatabase OpenProduct(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value.Provider switch
    {
        StorageProvider.Sqlite => ActivatorUtilities.CreateInstance<SqliteDatabase>(services),
        StorageProvider.PostgreSql => ActivatorUtilities.CreateInstance<PostgreSqlDatabase>(services),
        _ => throw new InvalidOperationException("The settings were not checked."),
    };
}

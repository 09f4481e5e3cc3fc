using Services83.EMail.AddressBook;
using Services83.EMail.Agent;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync;

namespace Services83.EMail.Hosting;

internal static class EngineSetup
{
    /// <summary>Everything but the doors: what the server and the commands share.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, IConfiguration configuration) => services
        .AddStorage(configuration)
        .AddIdentity(configuration)
        .AddAddressBook()
        .AddSync(configuration)
        .AddMailboxAgent(configuration);
}

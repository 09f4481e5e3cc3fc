using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Services83.EMail.RecentCalls;

namespace Services83.EMail.Identity;

public static class IdentitySetup
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512, as OWASP's Password Storage Cheat Sheet recommends. Older hashes are replaced at the
    /// next login.</summary>
    internal const int PasswordIterations = 210_000;

    /// <summary>Registers the services about calls that every engine needs.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IdentityOptions>().Bind(configuration.GetSection(IdentityOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<SystemInformation>();
        services.AddSingleton<ProxyUser>();
        services.AddSingleton<CallMetrics>();
        services.AddRecentCalls();
        services.AddScoped<CallContext>();
        return services;
    }

    /// <summary>Registers associates, tickets, application tokens and the SoPrincipal agent: an engine that knows its users itself.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddAdministrators();
        services.AddSingleton<ICallerAuthentication>(provider => provider.GetRequiredService<Authenticator>());
        services.AddScoped<ISoPrincipal, SoPrincipalAgent>();
        services.AddScoped<IAssociateLookup, AssociateLookup>();
        return services;
    }

    /// <summary>Registers the users and their sessions at the program's own pages. An engine whose callers are somebody else's users has none but
    /// administrators of this program.</summary>
    public static IServiceCollection AddAdministrators(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
        services.AddSingleton<IPasswordHasher<StoredAssociate>, PasswordHasher<StoredAssociate>>();
        services.AddSingleton<AssociateStore>();
        services.AddSingleton<TicketStore>();
        services.AddSingleton<ApplicationTokenStore>();
        services.AddSingleton<CallPace>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AdministratorSessions>();
        return services;
    }

    /// <summary>
    /// Stores the user whom a trusted reverse proxy has authenticated. It must run before forwarded headers are applied, because those
    /// replace the proxy's address by the client's.
    /// </summary>
    public static IApplicationBuilder UseProxyUser(this IApplicationBuilder app)
    {
        var proxyUser = app.ApplicationServices.GetRequiredService<ProxyUser>();
        return app.Use(proxyUser.Capture);
    }
}

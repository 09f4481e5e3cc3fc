namespace Services83.EMail.RecentCalls;

public static class RecentCallsSetup
{
    /// <summary>Registers the list of recent calls.</summary>
    public static IServiceCollection AddRecentCalls(this IServiceCollection services) =>
        services.AddSingleton<CallCollector>().AddSingleton<RecentCallStore>();

    /// <summary>Makes this process store the calls that it answers.</summary>
    public static IServiceCollection AddRecentCallWriter(this IServiceCollection services) =>
        services.AddSingleton<RecentCallWriter>().AddHostedService(provider => provider.GetRequiredService<RecentCallWriter>());
}

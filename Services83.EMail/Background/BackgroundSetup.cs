namespace Services83.EMail.Background;

public static class BackgroundSetup
{
    /// <summary>Registers the supervision of background tasks and the report about their state.</summary>
    public static IServiceCollection AddSupervision(this IServiceCollection services) =>
        services.AddSingleton<LoopBoard>().AddSingleton<Supervisor>();
}

namespace Services83.EMail.Background;

public static class BackgroundSetup
{
    /// <summary>Registers what keeps background tasks alive and tells how they are.</summary>
    public static IServiceCollection AddSupervision(this IServiceCollection services) =>
        services.AddSingleton<LoopBoard>().AddSingleton<Supervisor>();
}

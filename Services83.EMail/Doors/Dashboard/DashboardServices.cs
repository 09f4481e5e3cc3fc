using Services83.EMail.Administration;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>What all pages share.</summary>
/// <param name="time">The clock.</param>
/// <param name="settings">The settings in force.</param>
/// <param name="gateway">How to read what a gateway has; null if the server is none.</param>
/// <param name="logger">Where actions are logged.</param>
/// <param name="stopping">Cancelled when the server begins to stop.</param>
internal sealed partial class DashboardServices(
    TimeProvider time, Func<IReadOnlyList<SettingInForce>> settings, GatewayAccess? gateway, ILogger<DashboardServices> logger, CancellationToken stopping)
{
    public TimeProvider Time { get; } = time;

    public GatewayAccess? Gateway { get; } = gateway;

    public LiveStreams Streams { get; } = new();

    public CancellationToken Stopping { get; } = stopping;

    public IReadOnlyList<SettingInForce> Settings() => settings();

    [LoggerMessage(9200, LogLevel.Information, "{Administrator} at the dashboard: {What} {Whom}")]
    public partial void LogDone(string administrator, string what, string whom);

    [LoggerMessage(9201, LogLevel.Warning, "A form of the dashboard was refused, from {Address}: {Reason}")]
    public partial void LogForged(System.Net.IPAddress? address, string reason);

    [LoggerMessage(9202, LogLevel.Error, "A page of the dashboard failed: {Path}")]
    public partial void LogFailed(Exception exception, PathString path);
}

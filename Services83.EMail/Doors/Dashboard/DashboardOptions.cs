namespace Services83.EMail.Doors.Dashboard;

/// <summary>Section <c>Dashboard</c> of the configuration.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>Whether the pages for administrators are served at <c>/admin</c>.</summary>
    public bool Enabled { get; set; } = true;
}

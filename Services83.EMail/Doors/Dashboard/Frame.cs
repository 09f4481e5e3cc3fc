using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>
/// What every page needs besides its own data. All addresses are relative to the page, so that they are right behind any proxy, whatever part of
/// the path it removes.
/// </summary>
/// <param name="Root">From the page to <c>/admin/</c>, such as <c>../</c>.</param>
/// <param name="User">Who is logged in; null for nobody.</param>
/// <param name="FormToken">What each form has to send; empty if nobody is logged in.</param>
/// <param name="Now">For times that are shown as a distance.</param>
public sealed record Frame(string Root, StoredAssociate? User, string FormToken, DateTimeOffset Now)
{
    /// <summary>Whether the server is a gateway, which has no accounts.</summary>
    public bool IsGateway { get; init; }

    /// <summary>What the last action did; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Why the last action was refused; null if it was not.</summary>
    public string? Error { get; init; }

    /// <summary>The address of another page.</summary>
    /// <param name="path">Below <c>/admin/</c>.</param>
    public string To(string path) => Root + path;

    /// <summary>The address of a file that belongs to the pages.</summary>
    public string File(string name) => Root + DashboardFiles.AddressOf(name);
}

using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>Whether a foreign stack is installed.</summary>
internal static class ClientTools
{
    /// <param name="probe">A shell command that succeeds where the stack is installed.</param>
    /// <param name="packages">Debian packages that bring it.</param>
    public static async Task RequireAsync(string probe, string packages, CancellationToken cancellationToken)
    {
        var (exitCode, _, _) = await ExternalProgram.TryAsync("sh", ["-c", probe], cancellationToken);
        if (exitCode != 0)
        {
            Requires.Absent($"This test needs something that is not installed: apt-get install {packages}");
        }
    }
}

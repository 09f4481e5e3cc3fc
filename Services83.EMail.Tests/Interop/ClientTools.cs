using NUnit.Framework;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// Skips tests on a user's machine where a foreign stack is not installed, and says how to get it. On the build server (environment
/// variable CI=true) they fail, so that nothing goes untested unnoticed.
/// </summary>
internal static class ClientTools
{
    /// <param name="probe">A shell command that succeeds where the stack is installed.</param>
    /// <param name="packages">Debian packages that bring it.</param>
    public static async Task RequireAsync(string probe, string packages, CancellationToken cancellationToken)
    {
        var (exitCode, _, _) = await ExternalProgram.TryAsync("sh", ["-c", probe], cancellationToken);
        if (exitCode == 0)
            return;
        var reason = $"This test needs something that is not installed: apt-get install {packages}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }
}

using NUnit.Framework;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// Files in the repository that hold what a test expects. With the environment variable UPDATE_GOLDEN=1 the tests write them anew;
/// what has changed is then seen in the diff.
/// </summary>
internal static class GoldenFile
{
    public static void Assert(string actual, params string[] path)
    {
        var file = Path.Combine([RepositoryRoot(), .. path]);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        NUnit.Framework.Assert.That(
            actual, Is.EqualTo(File.ReadAllText(file)), $"{string.Join('/', path)} differs; UPDATE_GOLDEN=1 writes it anew if the change is meant");
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EMail.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}

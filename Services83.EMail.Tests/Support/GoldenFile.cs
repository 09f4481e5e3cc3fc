using NUnit.Framework;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// Files in the repository with the expected output of tests. With the environment variable UPDATE_GOLDEN=1 the tests write them again; the
/// diff then shows the changes.
/// </summary>
internal static class GoldenFile
{
    public static void Assert(string actual, params string[] path)
    {
        var file = Repository.PathOf(path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        NUnit.Framework.Assert.That(
            actual, Is.EqualTo(File.ReadAllText(file)), $"{string.Join('/', path)} differs; UPDATE_GOLDEN=1 writes it anew if the change is meant");
    }

    /// <summary>As <see cref="Assert"/>, for a file whose content does not come from this program, so that it is not written
    /// again.</summary>
    public static void Holds(string actual, params string[] path) =>
        NUnit.Framework.Assert.That(actual.Split('\n'), Is.EqualTo(File.ReadAllText(Repository.PathOf(path)).Split('\n')), string.Join('/', path));
}

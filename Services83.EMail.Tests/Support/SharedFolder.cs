using NUnit.Framework;

namespace Services83.EMail.Tests.Support;

/// <summary>The published contract and recordings, which lie in a folder <c>shared</c> beside the repository on some machines.</summary>
internal static class SharedFolder
{
    /// <summary>A path in the folder; the test is skipped where the folder is not present.</summary>
    public static string Require(params string[] path)
    {
        if (Find(path) is { } found) return found;
        Assert.Ignore($"The folder shared/{string.Join('/', path)} is not beside the repository.");
        return "";
    }

    /// <summary>A path in the folder; null where the folder is not present.</summary>
    public static string? Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "EMail.sln"))) continue;
            var candidate = Path.Combine([folder.Parent!.FullName, "shared", .. path]);
            return Path.Exists(candidate) ? candidate : null;
        }

        return null;
    }
}

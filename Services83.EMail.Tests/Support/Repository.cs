namespace Services83.EMail.Tests.Support;

/// <summary>The folder that holds EMail.sln, of which the tests run somewhere below.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Folder = new(Find);

    public static string Root => Folder.Value;

    /// <summary>A file or a folder in the repository, whether it is there or not.</summary>
    public static string PathOf(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EMail.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run below the folder that holds EMail.sln.");
    }
}

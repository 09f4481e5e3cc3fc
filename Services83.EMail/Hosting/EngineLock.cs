namespace Services83.EMail.Hosting;

/// <summary>
/// Held by the one process that runs the syncs of a data folder. The operating system lets go of it when the process ends, however
/// it ends.
/// </summary>
internal sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds it.</summary>
    public static EngineLock? TryTake(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        try
        {
            return new(new FileStream(Path.Combine(dataFolder, "engine.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}

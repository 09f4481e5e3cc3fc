namespace Services83.EMail.Tests.Support;

/// <summary>
/// Runs our server as processes, in an empty folder per test; nothing of it, no process and no file, outlives the test. Commands run in this
/// process, on the same data.
/// </summary>
public abstract class ProgramFixture : CommandFixture
{
    protected async Task<ProgramProcess> StartAsync(
        IEnumerable<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>());
        foreach (var (key, value) in TestStorage.ServerSettingsFor(DataFolder, Provider))
        {
            variables[key.Replace(":", "__", StringComparison.Ordinal)] = value!;
        }

        return Own(await ProgramProcess.StartAsync(Folder, arguments, input, variables));
    }

    /// <summary>Runs a command to its end in a process of its own, which takes a second. <see cref="CommandFixture.RunAsync"/> is for all
    /// tests that are not about the process.</summary>
    protected async Task<ProgramResult> RunProcessAsync(params string[] arguments) => await (await StartAsync(arguments)).WaitForExitAsync(Deadline);

    /// <summary>Starts the server on a free port of the loopback address and waits until it listens.</summary>
    protected Task<RunningServer> StartServerAsync(params string[] arguments) => StartServerAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="StartServerAsync(string[])"/>
    protected async Task<RunningServer> StartServerAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        const string Listening = "Now listening on: ";
        var process = await StartAsync(["--urls", "http://127.0.0.1:0", .. arguments], "", environment);
        var line = await process.WaitForLineAsync(Listening, Deadline);
        var start = line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length;
        return Own(new RunningServer(process, new Uri(line[start..].Split('"')[0].Trim())));
    }
}

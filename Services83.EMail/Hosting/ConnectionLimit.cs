using System.Globalization;

namespace Services83.EMail.Hosting;

/// <summary>
/// How many connections clients may hold at a time. Each needs a file descriptor, and so do files of the database and connections to mail
/// servers; a process without a free descriptor cannot continue. So there is a reserve, clients get the rest, and further connections are
/// closed at once.
/// </summary>
internal static partial class ConnectionLimit
{
    /// <summary>Overrides the computed limit; the name is the framework's own setting.</summary>
    internal const string Key = "Kestrel:Limits:MaxConcurrentConnections";

    private const string LimitsFile = "/proc/self/limits";
    private const string LimitsLine = "Max open files";

    /// <summary>Descriptors reserved for everything but clients: the program itself holds about 200 at the start.</summary>
    private const long Reserve = 256;

    private const long Least = 16;
    private const long Low = 1024;

    /// <summary>The limit; null for none, if the limit of the operating system is unknown.</summary>
    /// <exception cref="SettingsException">The setting is not a number from 1.</exception>
    public static long? Of(IConfiguration configuration)
    {
        if (configuration[Key] is not { Length: > 0 } text)
        {
            return Descriptors() is { } descriptors ? Of(descriptors) : null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
            ? given
            : throw new SettingsException([$"{Key} must be a whole number from 1, not '{text}'."]);
    }

    /// <summary>A quarter of the descriptors, and at least the reserve, is left for everything but clients.</summary>
    internal static long Of(long descriptors) => Math.Max(Least, descriptors - Math.Max(Reserve, descriptors / 4));

    /// <summary>Logs a warning when the process may open only few files.</summary>
    public static void Warn(WebApplication app)
    {
        if (Descriptors() is < Low and var descriptors)
        {
            LogLow(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConnectionLimit)), descriptors, Of(app.Configuration) ?? 0);
        }
    }

    /// <summary>How many descriptors the process may have open; null when unknown. The runtime has raised the limit as far as
    /// possible.</summary>
    private static long? Descriptors()
    {
        if (!File.Exists(LimitsFile))
        {
            return null;
        }

        var line = File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(LimitsLine, StringComparison.Ordinal));
        var soft = line?[LimitsLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    [LoggerMessage(201, LogLevel.Warning, "This process may open only {Descriptors} files and connections (ulimit -n), so clients may hold {Connections} connections")]
    private static partial void LogLow(ILogger logger, long descriptors, long connections);
}

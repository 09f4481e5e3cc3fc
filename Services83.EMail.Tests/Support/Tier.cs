namespace Services83.EMail.Tests.Support;

/// <summary>
/// What a test needs beside the code that it tests; one of these is the category of its fixture. A fixture without any is of the pure tier: it
/// starts neither a program nor an engine, so that the tier runs anywhere within a minute. <c>./test.sh pure</c> and so on run one tier.
/// </summary>
public static class Tier
{
    /// <summary>An engine, a door with its web server, or a command of ours, in this process.</summary>
    public const string Engines = "engines";

    /// <summary>Real mail servers and other programs from Debian's packages.</summary>
    public const string Servers = "servers";

    /// <summary>Our own program, started as people start it.</summary>
    public const string Programs = "programs";

    /// <summary>SOAP clients of other languages.</summary>
    public const string Clients = "clients";

    /// <summary>Our own program, killed at bad moments.</summary>
    public const string Kills = "kills";

    /// <summary>The processor for themselves: they compare what work costs.</summary>
    public const string Costs = "costs";

    /// <summary>The Debian package; it takes minutes to build, so a run of all tests leaves it out.</summary>
    public const string Package = "package";

    public static readonly string[] All = [Engines, Servers, Programs, Clients, Kills, Costs, Package];
}

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// A program made with the SOAP stack of another vendor, in a folder below <c>Interop/Clients</c>. It checks nothing: it makes the calls of
/// the <see cref="Conversation"/> and reports the results.
/// </summary>
/// <param name="stack">Name of the stack, for people.</param>
/// <param name="soapVersion">1.1 or 1.2.</param>
/// <param name="folder">Folder below <c>Clients</c>.</param>
internal abstract class ForeignClient(string stack, string soapVersion, string folder)
{
    private static readonly string Clients = Path.Combine(AppContext.BaseDirectory, "Interop", "Clients");

    /// <summary>Makes the programs of a compiled client; null when the client is a script.</summary>
    /// <remarks>Its arguments are the addresses of the WSDLs of EMail.svc and SoPrincipal.svc, and the folder for the programs.</remarks>
    public virtual string? BuildScript => null;

    /// <summary>A shell command that succeeds where all that the client needs is installed.</summary>
    public abstract string Probe { get; }

    /// <summary>Debian packages that bring what the probe looks for.</summary>
    public abstract string Packages { get; }

    protected string SoapVersion => soapVersion;

    /// <summary>Has the whole conversation with a server.</summary>
    /// <param name="baseAddress">Where EMail.svc and SoPrincipal.svc are below, without a slash at the end.</param>
    /// <param name="wsdls">For scripts, which make the proxy when they run.</param>
    /// <param name="programs">For compiled clients: the folder that the build script filled.</param>
    public abstract Task<IReadOnlyList<StepReport>> ConverseAsync(
        string baseAddress, WsdlAddresses wsdls, string programs, CancellationToken cancellationToken);

    public override string ToString() => $"{stack}, SOAP {soapVersion}";

    protected string File(string name) => Path.Combine(Clients, folder, name);

    protected static async Task<IReadOnlyList<StepReport>> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Conversation.Read(await ExternalProgram.RunAsync(program, arguments, cancellationToken));

    /// <summary>The arguments that all programs but gSOAP's two share.</summary>
    protected static IEnumerable<string> Arguments(string baseAddress) =>
    [
        baseAddress, Conversation.User, Conversation.Password, Conversation.ApplicationToken, Conversation.WrongTicket,
        .. Conversation.AccountArguments,
    ];
}

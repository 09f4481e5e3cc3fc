namespace Services83.EMail.Tests.Interop;

internal sealed class PhpClient(string soapVersion) : ForeignClient("PHP SoapClient", soapVersion, "Php")
{
    public override string Probe => "php -r \"exit(class_exists('SoapClient') ? 0 : 1);\"";

    public override string Packages => "php-cli php-soap php-xml";

    public override Task<IReadOnlyList<StepReport>> ConverseAsync(
        string baseAddress, WsdlAddresses wsdls, string programs, CancellationToken cancellationToken) =>
        RunAsync("php", [File("client.php"), SoapVersion, wsdls.EMail, wsdls.SoPrincipal, .. Arguments(baseAddress)], cancellationToken);
}

/// <summary>zeep speaks the version that the WSDL's binding names, and that is 1.1.</summary>
/// <param name="addressing">Adds header blocks of WS-Addressing, which the server does not need.</param>
internal sealed class ZeepClient(bool addressing = false)
    : ForeignClient(addressing ? "Python zeep with WS-Addressing" : "Python zeep", "1.1", "Zeep")
{
    /// <summary>Debian's own interpreter: another one that comes first in the path would not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    public override string Probe => $"{Python} -c 'import zeep'";

    public override string Packages => "python3-zeep";

    public override Task<IReadOnlyList<StepReport>> ConverseAsync(
        string baseAddress, WsdlAddresses wsdls, string programs, CancellationToken cancellationToken) =>
        RunAsync(
            Python,
            ["-W", "ignore", File("client.py"), addressing ? "addressing" : "plain", wsdls.EMail, wsdls.SoPrincipal, .. Arguments(baseAddress)],
            cancellationToken);
}

internal sealed class GsoapClient(string soapVersion) : ForeignClient("gSOAP", soapVersion, "Gsoap")
{
    public override string BuildScript => File("build.sh");

    public override string Probe => "command -v wsdl2h soapcpp2 g++ && test -e /usr/include/stdsoap2.h";

    public override string Packages => "gsoap libgsoap-dev g++";

    public override async Task<IReadOnlyList<StepReport>> ConverseAsync(
        string baseAddress, WsdlAddresses wsdls, string programs, CancellationToken cancellationToken)
    {
        var login = await RunAsync(
            Path.Combine(programs, $"authenticate-{SoapVersion}"),
            [baseAddress, Conversation.User, Conversation.Password, Conversation.ApplicationToken], cancellationToken);
        var ticket = login.Single().Ticket ?? "";
        var calls = await RunAsync(
            Path.Combine(programs, $"email-{SoapVersion}"),
            [baseAddress, Conversation.ApplicationToken, ticket, Conversation.WrongTicket, .. Conversation.AccountArguments],
            cancellationToken);
        return [.. login, .. calls];
    }
}

/// <summary>Either of Mono's two stacks.</summary>
internal abstract class MonoClient(string stack, string soapVersion, string folder) : ForeignClient(stack, soapVersion, folder)
{
    private const string RuntimeAssertion = "* Assertion at mono-threads.c";

    public override string BuildScript => File("build.sh");

    public override async Task<IReadOnlyList<StepReport>> ConverseAsync(
        string baseAddress, WsdlAddresses wsdls, string programs, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await ExternalProgram.TryAsync(
            "mono", [Path.Combine(programs, "client.exe"), SoapVersion, .. Arguments(baseAddress)], cancellationToken);
        // Sometimes Mono's runtime aborts with an assertion of its own while it ends its threads. All steps have been reported by then, and
        // a missing step fails its test.
        var end = output.IndexOf(RuntimeAssertion, StringComparison.Ordinal);
        return exitCode == 0 || end >= 0
            ? Conversation.Read(end >= 0 ? output[..end] : output)
            : throw new InvalidOperationException($"The client ended with exit code {exitCode}:\n{output}\n{error}");
    }
}

internal sealed class MonoWcfClient(string soapVersion) : MonoClient("Mono WCF", soapVersion, "MonoWcf")
{
    public override string Probe => "command -v mono mcs svcutil && test -d /usr/lib/mono/gac/System.ServiceModel";

    public override string Packages => "mono-mcs mono-devel libmono-system-servicemodel4.0a-cil";
}

internal sealed class MonoAsmxClient(string soapVersion) : MonoClient("Mono wsdl (ASMX)", soapVersion, "MonoAsmx")
{
    public override string Probe => "command -v mono mcs wsdl && test -d /usr/lib/mono/gac/System.Web.Services";

    public override string Packages => "mono-mcs mono-devel libmono-system-web-services4.0-cil";
}

using System.CommandLine;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Services83.EMail.Doors.Soap;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Metadata;

namespace Services83.EMail.Commands;

/// <summary><c>wsdl</c>: writes the two service descriptions as files, for clients that are generated from files.</summary>
internal static class WsdlCommand
{
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("folder") { Description = "Where to write EMail.wsdl and SoPrincipal.wsdl", DefaultValueFactory = _ => "wsdl" };
        var url = new Option<string>("--url")
        {
            Description = "Address of the server that the files name",
            DefaultValueFactory = _ => "http://localhost:8083",
        };
        var command = new Command("wsdl", "Write EMail.wsdl and SoPrincipal.wsdl.") { folder, url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (settings.Length > 0)
            {
                throw new CommandException($"wsdl reads no settings; {settings[0]} would have no effect.");
            }

            var address = Address(parsed.GetRequiredValue(url));
            var target = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            await WriteAsync(target, Describe<IEMailAgent>(SoapDoor.EMail, address), SoapDoor.EMail, cancellationToken);
            await WriteAsync(target, Describe<ISoPrincipal>(SoapDoor.SoPrincipal, address), SoapDoor.SoPrincipal, cancellationToken);
            return 0;
        });
        return command;
    }

    internal static XDocument Describe<TContract>(SoapDoor.SoapService service, Uri url)
        where TContract : class =>
        WsdlExporter.Export(
            ContractDescription.Of<TContract>(),
            $"{url.AbsoluteUri.TrimEnd('/')}/Services83/{service.Name}.svc",
            service.ServiceName);

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https" }
        ? url
        : throw new CommandException($"--url must be an address such as https://crm.example.com, not '{text}'.");

    private static async Task WriteAsync(string folder, XDocument wsdl, SoapDoor.SoapService service, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, service.Name + ".wsdl");
        var settings = new XmlWriterSettings { Async = true, Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };
        await using var writer = XmlWriter.Create(path, settings);
        await wsdl.SaveAsync(writer, cancellationToken);
        await Console.Out.WriteLineAsync(path);
    }
}

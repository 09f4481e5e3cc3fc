using System.Xml.Linq;
using System.Xml.Schema;
using NUnit.Framework;

namespace Services83.EMail.Tests.Contract;

/// <summary>
/// The vendor's own WSDL files, which are not ours to redistribute: looked for in <c>../shared/contract</c> beside the repository.
/// </summary>
internal static class PublishedContract
{
    private static readonly XNamespace Xs = XmlSchema.Namespace;
    private static readonly XNamespace Wsdl11 = "http://schemas.xmlsoap.org/wsdl/";

    public static IReadOnlyList<XElement> Schemas(string fileName) => [.. Wsdl(fileName).Descendants(Xs + "schema")];

    /// <summary>The header blocks of every message whose name ends so, without repetition.</summary>
    public static IEnumerable<string> Headers(string fileName, string messages) =>
        Wsdl(fileName).Descendants(Wsdl11 + "message")
            .Where(message => ((string)message.Attribute("name")!).EndsWith(messages, StringComparison.Ordinal))
            .Select(message => string.Join(' ', message.Elements(Wsdl11 + "part").Select(part => (string)part.Attribute("name")!)))
            .Distinct(StringComparer.Ordinal);

    private static XDocument Wsdl(string fileName)
    {
        var path = Path.Combine(RepositoryRoot(), "..", "shared", "contract", fileName);
        if (!File.Exists(path))
            Assert.Ignore($"The published {fileName} is not in ../shared/contract beside the repository.");
        return XDocument.Load(path);
    }

    internal static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EMail.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run below the folder that holds EMail.sln.");
    }
}

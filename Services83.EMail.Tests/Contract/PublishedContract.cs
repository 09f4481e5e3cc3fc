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

    public static IReadOnlyList<XElement> Schemas(string fileName) => [.. Wsdl(fileName).Descendants(Xs + "schema")];

    private static XDocument Wsdl(string fileName)
    {
        var path = Path.Combine(RepositoryRoot(), "..", "shared", "contract", fileName);
        if (!File.Exists(path))
            Assert.Ignore($"The published {fileName} is not in ../shared/contract beside the repository.");
        return XDocument.Load(path);
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EMail.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run below the folder that holds EMail.sln.");
    }
}

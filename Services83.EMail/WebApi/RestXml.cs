using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Serialization;

namespace Services83.EMail.WebApi;

/// <summary>Results in XML: the form of the data contract, as in the body of a SOAP reply, with the type's name as the root
/// element.</summary>
internal static class RestXml
{
    private const int TreeSize = 6;

    private static readonly Lazy<ContractDocuments> Documents = new(() => new ContractDocuments(
        [.. RestOperations.All.Select(operation => operation.ResultType).OfType<Type>(), typeof(SoExceptionInfo)],
        member => member.GetCustomAttribute<WebApiMemberAttribute>()?.Order));

    /// <summary>Writes a result, or an error.</summary>
    /// <returns>The written XML, to be sent and disposed of.</returns>
    /// <exception cref="Soap.ServiceModel.FaultException">It is larger than allowed.</exception>
    public static ContractWriter Write(Type type, object? value, ReplyLimits? limits = null)
    {
        var writer = new ContractWriter(limits) { Dates = NoTimeInUtc };
        try
        {
            Documents.Value.Write(writer, type, value);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>The year 1, which means no time, with a Z as all other dates.</summary>
    private static DateTime NoTimeInUtc(DateTime date) => date.Year == 1 ? DateTime.SpecifyKind(date, DateTimeKind.Utc) : date;

    /// <summary>Writes a result with changes.</summary>
    public static async Task<byte[]> WriteAsync(
        Type type, object? value, ResultShape shape, CancellationToken cancellationToken, ReplyLimits? limits = null)
    {
        using var plain = new MemoryStream();
        using var claim = limits?.Claim();
        using (var writer = Write(type, value, limits))
        {
            // A tree needs this much more memory than its text.
            if (writer.Length > ReplyLimits.FreeSize)
            {
                claim?.Take(writer.Length * TreeSize);
            }

            await writer.CopyToAsync(PipeWriter.Create(plain, new StreamPipeWriterOptions(leaveOpen: true)), cancellationToken);
        }

        plain.Position = 0;
        var document = XElement.Load(plain, LoadOptions.PreserveWhitespace);
        shape.ChangeXml(document, type);
        using var changed = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Encoding = new UTF8Encoding(false),
            NewLineHandling = NewLineHandling.Entitize,
        };
        using (var xml = XmlWriter.Create(changed, settings))
        {
            document.WriteTo(xml);
        }

        return changed.ToArray();
    }
}

using System.Text;
using Services83.EMail.Soap.Limits;
using Services83.EMail.WebApi.Trees;

namespace Services83.EMail.WebApi;

/// <summary>Reads the other formats of a request's body, by converting them to JSON.</summary>
internal static class RestBody
{
    /// <summary>Reads XML; the root's name does not matter.</summary>
    /// <param name="operation">The called operation.</param>
    /// <param name="utf8">The document; only white space means no parameters.</param>
    /// <param name="limits">The limits of the document.</param>
    /// <param name="claim">The memory budget for its elements.</param>
    /// <exception cref="RestFormatException">It is not XML, or a value does not fit.</exception>
    public static object?[] ReadXml(RestOperation operation, ArraySegment<byte> utf8, XmlLimits limits, BudgetClaim? claim) =>
        utf8.AsSpan().TrimStart(" \t\r\n"u8).IsEmpty
            ? operation.DefaultArguments()
            : Read(operation, XmlTreeReader.Read(utf8, limits, claim));

    /// <summary>Reads <c>application/x-www-form-urlencoded</c>.</summary>
    /// <param name="operation">The called operation.</param>
    /// <param name="utf8">The form; percent-encoded text is UTF-8 too.</param>
    /// <param name="maxValues">Most values, and most parts of all their names.</param>
    /// <param name="claim">The memory budget for them.</param>
    /// <exception cref="RestFormatException">It is too large, or a value does not fit.</exception>
    public static object?[] ReadForm(RestOperation operation, ReadOnlySpan<byte> utf8, int maxValues, BudgetClaim? claim) =>
        Read(operation, FormReader.Read(Encoding.UTF8.GetString(utf8), maxValues, claim));

    private static object?[] Read(RestOperation operation, RestNode root)
    {
        try
        {
            return RestJson.ReadBody(operation, TreeJson.Write(operation, root).Span);
        }
        catch (RestFormatException exception)
        {
            // The line numbers of the JSON mean nothing to the client.
            throw new RestFormatException(exception.Message, exception.Path);
        }
    }
}

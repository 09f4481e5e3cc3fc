using System.Text;
using Services83.EMail.Soap.Limits;
using Services83.EMail.WebApi.Trees;

namespace Services83.EMail.WebApi;

/// <summary>Reads the other forms that the body of a request may have, by way of the JSON that says the same.</summary>
internal static class RestBody
{
    /// <summary>Reads XML; the root's name does not matter.</summary>
    /// <param name="operation">What is called.</param>
    /// <param name="utf8">The document; nothing but white space stands for one without parameters.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="claim">Pays for its elements.</param>
    /// <exception cref="RestFormatException">It is no XML, or a value does not fit.</exception>
    public static object?[] ReadXml(RestOperation operation, ArraySegment<byte> utf8, XmlLimits limits, BudgetClaim? claim) =>
        utf8.AsSpan().TrimStart(" \t\r\n"u8).IsEmpty
            ? operation.DefaultArguments()
            : Read(operation, XmlTreeReader.Read(utf8, limits, claim));

    /// <summary>Reads <c>application/x-www-form-urlencoded</c>.</summary>
    /// <param name="operation">What is called.</param>
    /// <param name="utf8">The form; UTF-8 also inside of percent signs.</param>
    /// <param name="maxValues">Most values that it may have, and most parts of all their names.</param>
    /// <param name="claim">Pays for them.</param>
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
            // The lines of the JSON are not the client's.
            throw new RestFormatException(exception.Message, exception.Path);
        }
    }
}

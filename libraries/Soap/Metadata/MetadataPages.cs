using System.Net;
using System.Security;
using System.Xml.Linq;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;

namespace Services83.EMail.Soap.Metadata;

/// <summary>The replies to GET: WSDL, schemas, and an HTML page. Rendered once; only the address differs between requests.</summary>
internal sealed class MetadataPages(ContractDescription contract, SoapServiceOptions options)
{
    private const string Placeholder = "http://address.invalid/";

    private readonly Lazy<string> _wsdl = new(() => Render(WsdlExporter.ExportWithImports(contract, Placeholder, options.ServiceName)));
    private readonly Lazy<string> _singleWsdl = new(() => Render(WsdlExporter.Export(contract, Placeholder, options.ServiceName)));
    private readonly Lazy<string[]> _schemas = new(() => [.. WsdlExporter.ExportSchemas(contract, Placeholder).Select(Render)]);
    private readonly Lazy<string> _discovery = new(() => Render(Discovery()));
    private readonly Lazy<string> _page = new(() => ServicePage.Render(contract, Placeholder, options.ServiceName));

    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.ContainsKey("singleWsdl"))
        {
            return SendXmlAsync(context, _singleWsdl.Value);
        }

        if (query.ContainsKey("wsdl"))
        {
            return SendXmlAsync(context, _wsdl.Value);
        }

        if (query.ContainsKey("disco"))
        {
            return SendXmlAsync(context, _discovery.Value);
        }

        if (query.TryGetValue("xsd", out var name))
        {
            return SendSchemaAsync(context, name.ToString());
        }

        return SendAsync(context, "text/html; charset=UTF-8", _page.Value.Replace(
            Placeholder, WebUtility.HtmlEncode(Address(context.Request)), StringComparison.Ordinal));
    }

    /// <summary>The document that wsdl.exe and "Add Web Reference" request at the plain address: it refers to the WSDL.</summary>
    private static XDocument Discovery()
    {
        XNamespace disco = "http://schemas.xmlsoap.org/disco/", contract = "http://schemas.xmlsoap.org/disco/scl/";
        return new XDocument(new XElement(
            disco + "discovery",
            new XElement(contract + "contractRef", new XAttribute("ref", Placeholder + "?wsdl"), new XAttribute("docRef", Placeholder))));
    }

    private static string Render(XDocument document) => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document;

    private Task SendSchemaAsync(HttpContext context, string name)
    {
        var index = Array.FindIndex([.. _schemas.Value.Select((_, i) => $"xsd{i}")], one => one == name);
        if (index >= 0)
        {
            return SendXmlAsync(context, _schemas.Value[index]);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private Task SendXmlAsync(HttpContext context, string text) =>
        SendAsync(context, "text/xml; charset=UTF-8", text.Replace(
            Placeholder, SecurityElement.Escape(Address(context.Request)), StringComparison.Ordinal));

    private static async Task SendAsync(HttpContext context, string contentType, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The configured public address, whole or without the path, else that of the request; the path as configured, in its letter
    /// case.</summary>
    private string Address(HttpRequest request)
    {
        if (options.PublicUrl is { } whole)
        {
            return whole.AbsoluteUri;
        }

        var requested = request.Path.Value?.TrimEnd('/');
        var path = options.Addresses.FirstOrDefault(
            address => string.Equals(address.TrimEnd('/'), requested, StringComparison.OrdinalIgnoreCase)) ?? options.Addresses[0];
        var origin = options.PublicBaseUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
        return origin + path;
    }
}

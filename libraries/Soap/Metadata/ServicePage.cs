using System.Net;
using Services83.EMail.Soap.Description;

namespace Services83.EMail.Soap.Metadata;

/// <summary>The page for people who open the service's address in a browser.</summary>
internal static class ServicePage
{
    public static string Render(ContractDescription contract, string address, string serviceName)
    {
        var title = WebUtility.HtmlEncode(serviceName) + " Service";
        var operations = string.Concat(contract.Operations.Select(operation =>
            $"<li><code>{WebUtility.HtmlEncode(operation.Name)}</code></li>\n"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>{title}</title>
            <link rel="alternate" type="text/xml" href="{address}?disco"/>
            <style>body {"{"} font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem {"}"}</style>
            </head>
            <body>
            <h1>{title}</h1>
            <p>This is a SOAP service. Send messages of SOAP 1.1 or 1.2 to <code>{address}</code>.</p>
            <ul>
            <li><a href="{address}?wsdl">{address}?wsdl</a>, its description, with schemas apart</li>
            <li><a href="{address}?singleWsdl">{address}?singleWsdl</a>, the same in one file</li>
            </ul>
            <h2>Operations</h2>
            <ul>
            {operations}</ul>
            </body>
            </html>

            """;
    }
}

using System.Text;
using Services83.EMail.Benchmarks.Http;

namespace Services83.EMail.Benchmarks.Soap;

/// <summary>The SOAP endpoint beside raw Kestrel.</summary>
internal static class SoapComparison
{
    public static Task RunAsync() => HttpComparison.RunAsync(
        SoapServer.Command,
        [
            [new("raw Kestrel, 1 account", Request(MeasuredServer.Raw, 1)), new("ours, 1 account", Request(SoapServer.Service, 1))],
            [new("raw Kestrel, 100 accounts", Request(MeasuredServer.Raw, 100)), new("ours, 100 accounts", Request(SoapServer.Service, 100))],
        ]);

    private static byte[] Request(string path, int accounts) => Request(path, Enumerable.Range(1, accounts), "7T:1234abcxyzExample==");

    /// <summary>The bytes of a request for syncs of these accounts.</summary>
    internal static byte[] Request(string path, IEnumerable<int> accounts, string ticket)
    {
        var items = string.Concat(accounts.Select(i =>
            $"<SyncUserAccount><AccountId>{i}</AccountId><AssociateName>associate{i}</AssociateName><AssociateId>{i}</AssociateId></SyncUserAccount>"));
        var body = $"""
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><ApplicationToken xmlns="{ServiceNamespace.Services83}">1234567-1234-9876</ApplicationToken><Credentials xmlns="{ServiceNamespace.Services83}"><Ticket>{ticket}</Ticket></Credentials></s:Header><s:Body><SyncEmailAccounts xmlns="{ServiceNamespace.Services83}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><SyncUserAccounts>{items}</SyncUserAccounts></SyncEmailAccounts></s:Body></s:Envelope>
            """;
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml; charset=utf-8\r\n"
            + $"SOAPAction: \"{ServiceNamespace.Services83}/EMail/SyncEmailAccounts\"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}

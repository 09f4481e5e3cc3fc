using System.Text;
using Services83.EMail.Benchmarks.Http;

namespace Services83.EMail.Benchmarks.Rest;

/// <summary>The web API beside raw Kestrel: a list of accounts comes in, and a list of accounts goes out.</summary>
internal static class RestComparison
{
    public static Task RunAsync() => HttpComparison.RunAsync(
        RestServer.Command,
        [
            [new("raw Kestrel, 1 account in", Request(MeasuredServer.Raw, 1)), new("ours, 1 account in", Request(RestServer.In, 1))],
            [new("raw Kestrel, 100 in", Request(MeasuredServer.Raw, 100)), new("ours, 100 in", Request(RestServer.In, 100))],
            [new("raw Kestrel, nothing in", Request(MeasuredServer.Raw, 0)), new("ours, 100 out", Request(RestServer.Out, 0))],
        ]);

    private static byte[] Request(string path, int accounts)
    {
        var items = string.Join(',', Enumerable.Range(1, accounts).Select(i =>
            $$"""{"AccountId":{{i}},"AssociateName":"associate{{i}}","AssociateId":{{i}}}"""));
        var body = accounts == 0 ? "" : $$"""{"SyncUserAccounts":[{{items}}]}""";
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: SoTicket 7T:1234abcxyzExample==\r\nSO-AppToken: 1234567-1234-9876\r\n"
            + "Accept: application/json; charset=utf-8\r\nAccept-Language: en\r\nContent-Type: application/json; charset=utf-8\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Services83.EMail.Hosting;

namespace Services83.EMail.Benchmarks.Gateway;

/// <summary>
/// The time of a call through the gateway as a ratio to the same call directly to the tenant, and the gateway's CPU time for it. The tenant
/// answers constants and has a separate process, and so has the gateway: 1 would be a gateway that needs no time. Both are measured in
/// turns, in short rounds; the medians of the rounds are compared.
/// </summary>
internal static class GatewayComparison
{
    public const string ServerCommand = "gateway-server";

    private const int Rounds = 11;
    private const int Connections = 4;
    private const int AttachmentBytes = 10 << 20;

    private static readonly Series[] All =
    [
        new("GetCurrentAccountId, a number", "GetCurrentAccountId", "", "{}", 2000),
        new("GetEMail, a message of 20 kB", "GetEMail", "<Id>5</Id>", """{"Id":5}""", 1000),
        new("SaveDraft, 20 kB each way", "SaveDraft", $"<Entity><HTMLBody>{new string('x', 18_000)}</HTMLBody></Entity>",
            $$$"""{"Entity":{"HTMLBody":"{{{new string('x', 18_000)}}}"}}""", 1000),
        new("GetAttachmentFromId, 10 MiB", "GetAttachmentFromId", "<EmailItemId>5</EmailItemId>", """{"EmailItemId":5}""", 12),
        new("SaveDraft, an attachment of 10 MiB", "SaveDraft",
            $"<Entity><Attachments><EMailAttachment><Stream>{Large()}</Stream></EMailAttachment></Attachments></Entity>",
            $$$"""{"Entity":{"Attachments":[{"Stream":"{{{Large()}}}"}]}}""", 12),
    ];

    public static async Task RunAsync()
    {
        using var tenant = await ChildServer.StartAsync(TenantServer.Command);
        using var gateway = await ChildServer.StartAsync(ServerCommand, tenant.Address.ToString());
        using var http = new HttpClient();
        foreach (var series in All)
        {
            await MeasureAsync(http, series, tenant, gateway);
        }

        gateway.Process.Refresh();
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"most memory that the gateway held: {gateway.Process.PeakWorkingSet64 >> 20} MiB"));
    }

    /// <summary>The measured gateway.</summary>
    public static async Task ServeAsync(string tenant)
    {
        var folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
        try
        {
            await using var server = await Server.StartAsync(
                ["--Engine=Gateway", "--urls=http://127.0.0.1:0", $"--Gateway:BaseAddress={tenant}", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:Default=Warning"],
                CancellationToken.None);
            await Console.Out.WriteLineAsync(server.Urls.First());
            await server.WaitForShutdownAsync(CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Large() => Convert.ToBase64String(new byte[AttachmentBytes]);

    private static async Task MeasureAsync(HttpClient http, Series series, ChildServer tenant, ChildServer gateway)
    {
        var (direct, through, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            var directTime = await TimeAsync(series.Calls, () => Direct(http, tenant.Address, series));
            var before = gateway.CpuTime();
            var throughTime = await TimeAsync(series.Calls, () => Through(http, gateway.Address, series));
            if (round >= 0)
            {
                direct.Add(directTime);
                through.Add(throughTime);
                cpu.Add((gateway.CpuTime() - before).TotalMilliseconds / series.Calls);
            }
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Name,-36} direct {Median.Of(direct),8:F3} ms   gateway {Median.Of(through),8:F3} ms   ratio {Median.Of(through) / Median.Of(direct),5:F2}   "
            + $"gateway's CPU {Median.Of(cpu),8:F3} ms"));
    }

    /// <summary>Milliseconds of a call, with as many at a time as there are connections.</summary>
    private static async Task<double> TimeAsync(int calls, Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (var i = 0; i < calls / Connections; i++)
            {
                await call();
            }
        }));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / calls * Connections;
    }

    private static async Task Direct(HttpClient http, Uri tenant, Series series)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(tenant, "/api/v1/Agents/EMail/" + series.Operation));
        request.Content = new ByteArrayContent(series.Json);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "8A:token");
        await SendAsync(http, request);
    }

    private static async Task Through(HttpClient http, Uri gateway, Series series)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/Services83/EMail.svc"));
        request.Content = new ByteArrayContent(series.Soap);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
        await SendAsync(http, request);
    }

    private static async Task SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var first = await body.ReadAtLeastAsync(buffer, 2000, throwOnEndOfStream: false);
        if (Encoding.UTF8.GetString(buffer, 0, first).Contains("<h:Message>", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, first));
        }

        while (await body.ReadAsync(buffer) > 0)
        {
            // Only its arrival matters.
        }
    }

    private sealed record Series(string Name, string Operation, byte[] Soap, byte[] Json, int Calls)
    {
        public Series(string name, string operation, string parameters, string json, int calls)
            : this(name, operation, Encoding.UTF8.GetBytes(Envelope(operation, parameters)), Encoding.UTF8.GetBytes(json), calls)
        {
        }

        private static string Envelope(string operation, string parameters) => $"""
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><Credentials xmlns="{ServiceNamespace.Services83}"><Ticket>8A:token</Ticket></Credentials></s:Header><s:Body><{operation} xmlns="{ServiceNamespace.Services83}">{parameters}</{operation}></s:Body></s:Envelope>
            """;
    }
}

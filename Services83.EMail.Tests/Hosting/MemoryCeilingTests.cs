using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

/// <summary>
/// A server with at most 512 MB gets requests that need far more, from callers without credentials and from an associate, at both doors. It
/// continues to answer, does not crash, and works normally afterwards.
/// </summary>
[Category(Tier.Programs)]
[TestFixture]
[NonParallelizable]
[CancelAfter(240_000)]
public sealed class MemoryCeilingTests : ProgramFixture
{
    private const string HeapLimit = "0x20000000";
    private const int AtATime = 10;

    /// <summary>Resident memory afterwards: the heap at its limit, the program's code, and the runtime's other memory.</summary>
    private const long MaxResident = 900L << 20;

    private const string Ns = ServiceNamespace.Services83;
    private const string Z = "http://schemas.microsoft.com/2003/10/Serialization/";

    private const string Arrays = Z + "Arrays";

    private readonly List<TimeSpan> _pulse = [];
    private HttpClient _http = null!;
    private string _ticket = "";

    [TearDown]
    public void Close() => _http?.Dispose();

    [Test]
    public async Task A_server_with_512_MB_survives_all_that_is_large()
    {
        await AddUserAsync("ann");
        var server = await StartServerAsync(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = HeapLimit, ["DOTNET_gcServer"] = "1" });
        _http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(100) };
        _ticket = await server.LogInAsync("ann", Password);
        using var ended = new CancellationTokenSource();
        var pulse = FeelPulseAsync(ended.Token);

        foreach (var (name, attack) in Attacks())
        {
            var watch = Stopwatch.StartNew();
            var replies = await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => attack()));
            await TestContext.Out.WriteLineAsync($"{name}: {string.Join(' ', replies.CountBy(status => status))} in {watch.Elapsed.TotalSeconds:F1} s");
            Assert.That(replies, Has.All.Not.Zero, $"{name}: every request is answered");
            Assert.That(replies, Has.Some.Not.EqualTo(503), $"{name}: one goes through");
        }

        await TrickleAsync(server.Url);
        await ended.CancelAsync();
        await pulse;
        await TestContext.Out.WriteLineAsync($"{_pulse.Count} health checks, the slowest took {_pulse.Max().TotalMilliseconds:F0} ms");
        using var process = Process.GetProcessById(server.Process.Id);
        Assert.That(process.HasExited, Is.False);
        Assert.That(process.WorkingSet64, Is.LessThan(MaxResident));
        Assert.That(await Upload(20_000_000)(), Is.EqualTo(200), "An attachment of 20 MB is still ordinary.");
    }

    private IEnumerable<(string Name, Func<Task<int>> Attack)> Attacks()
    {
        yield return ("a stranger's 990,000 messages", Soap("Send", List("Emails", "<EMailEntity/>", 990_000), "none"));
        yield return ("990,000 messages", Soap("Send", List("Emails", "<EMailEntity/>", 990_000), _ticket));
        yield return ("99,000 messages", Soap("Send", List("Emails", "<EMailEntity/>", 99_000), _ticket));
        yield return ("990,000 messages in JSON", Rest("Send", $$"""{"Emails":[{{Repeat("{},", 990_000)}}{}]}""", "application/json"));
        yield return ("99,000 messages in JSON", Rest("Send", $$"""{"Emails":[{{Repeat("{},", 99_000)}}{}]}""", "application/json"));
        yield return ("99,000 messages in XML", Rest("Send", $"<a>{List("Emails", "<EMailEntity/>", 99_000)}</a>", "text/xml"));
        yield return ("990,000 values in a form", Rest("Send", Repeat("Emails[].Subject=&", 990_000), "application/x-www-form-urlencoded"));
        yield return ("a name of 10,000,000 parts", Rest("Send", Repeat("a.", 10_000_000), "application/x-www-form-urlencoded"));
        yield return ("a million attributes", Rest("Send", $"<a {Repeat("b='' ", 1_000_000)}/>", "text/xml"));
        yield return ("2,000 times the same part", Soap("CreateForwardEmail", Repeated(), _ticket));
        yield return ("250 namespaces in 90,000 elements", Soap("Send", Namespaces(), _ticket));
        yield return ("500,000 references to pictures", Soap("SaveEmailToTmpDocument", Pictures(), _ticket));
        yield return ("990,000 ids", Soap("GetEMailAddresses", $"<EmailIds xmlns:a='{Arrays}'>{Repeat("<a:int>1</a:int>", 990_000)}</EmailIds>", _ticket));
        yield return ("99,000 ids", Soap("GetEMailAddresses", $"<EmailIds xmlns:a='{Arrays}'>{Repeat("<a:int>1</a:int>", 99_000)}</EmailIds>", _ticket));
        yield return ("a text of 20 MB", Rest("CreateForwardEmail", $$$"""{"Email":{"PlainBody":"{{{new string('x', 20_000_000)}}}"}}""", "application/json"));
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string List(string name, string item, int count) => $"<{name}>{Repeat(item, count)}</{name}>";

    private static string Repeated() => $"<Email><Attachments xmlns:z='{Z}'><EMailAttachment z:Id='i1'><Description>{new string('x', 2_000_000)}</Description>"
        + $"</EMailAttachment>{Repeat("<EMailAttachment z:Ref='i1'/>", 2_000)}</Attachments></Email>";

    private static string Namespaces()
    {
        var declarations = string.Concat(Enumerable.Range(0, 250).Select(i => string.Create(CultureInfo.InvariantCulture, $" xmlns:n{i}='urn:{i}'")));
        return $"<Emails{declarations}>{Repeat("<EMailEntity n0:a=''/>", 90_000)}</Emails>";
    }

    private static string Pictures() => $"<Email><HTMLBody>{Repeat("cid:", 500_000)}</HTMLBody><Attachments xmlns:z='{Z}'>"
        + $"<EMailAttachment z:Id='i1'><Id>{Repeat("cid:", 250_000)}Xid:cid:cid:cid:</Id><Stream>AQID</Stream></EMailAttachment>"
        + $"{Repeat("<EMailAttachment z:Ref='i1'/>", 20)}</Attachments></Email>";

    private Func<Task<int>> Soap(string operation, string arguments, string ticket) => Request(
        "/Services83/EMail.svc",
        $"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header><Credentials xmlns='{Ns}'><Ticket>{ticket}</Ticket></Credentials>"
        + $"</s:Header><s:Body><{operation} xmlns='{Ns}'>{arguments}</{operation}></s:Body></s:Envelope>",
        "text/xml", $"\"{Ns}/EMail/{operation}\"");

    private Func<Task<int>> Rest(string operation, string body, string contentType) => Request($"/api/v1/Agents/EMail/{operation}", body, contentType, null);

    /// <summary>Sends it at each call; returns the HTTP status, or 0 when there was no answer.</summary>
    private Func<Task<int>> Request(string path, string body, string contentType, string? action)
    {
        var octets = Compress(body);
        return () => PostAsync(path, octets, contentType, action);
    }

    private async Task<int> PostAsync(string path, byte[] octets, string contentType, string? action)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(octets) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType, "utf-8");
        request.Content.Headers.ContentEncoding.Add("gzip");
        if (action is not null)
        {
            request.Headers.TryAddWithoutValidation("SOAPAction", action);
        }
        else
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"SoTicket {_ticket}");
        }

        try
        {
            using var reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Deadline);
            if (reply.StatusCode == HttpStatusCode.InternalServerError)
            {
                // In SOAP every wrong message has this status; an unexpected error is something else.
                var text = await reply.Content.ReadAsStringAsync(Deadline);
                Assert.That(text, Does.Not.Contain("Internal").And.Not.Contain("unable to process"));
            }

            return (int)reply.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static byte[] Compress(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private Func<Task<int>> Upload(int octets) => Rest(
        "CreateForwardEmail",
        $$$"""{"Email":{"Attachments":[{"Filename":"a","Stream":"{{{Convert.ToBase64String(new byte[octets])}}}"}]}}""",
        "application/json");

    /// <summary>Callers without credentials that announce much and send little hold no memory that an associate needs.</summary>
    private async Task TrickleAsync(Uri server)
    {
        var start = Encoding.ASCII.GetBytes(
            "POST /Services83/EMail.svc HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 90000000\r\n\r\n<s:Envelope>" + new string(' ', 5_000_000));
        var connections = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                connections.Add(new TcpClient());
                await connections[i].ConnectAsync(server.Host, server.Port, Deadline);
                _ = connections[i].GetStream().WriteAsync(start, Deadline).AsTask().ContinueWith(write => write.Exception, TaskScheduler.Default);
            }

            var upload = Upload(2_000_000);
            for (var i = 0; i < 5; i++)
            {
                Assert.That(await upload(), Is.EqualTo(200));
            }
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>One check after the other; a check without an answer fails the test.</summary>
    private async Task FeelPulseAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(Deadline) && !ended.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            using var reply = await _http.GetAsync(new Uri("/health/live", UriKind.Relative), Deadline);
            Assert.That(reply.IsSuccessStatusCode);
            _pulse.Add(watch.Elapsed);
        }
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Services83.EMail.Commands.Demo;

/// <summary>Calls the demo's own SOAP endpoint over HTTP, as any client would.</summary>
internal sealed class DemoClient(Uri server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server };

    /// <summary>The documented request, byte for byte; it names no account, so it starts no sync.</summary>
    public static byte[] Sample { get; } = Load();

    /// <summary>Whether the server accepts the request.</summary>
    public async Task<bool> IsAcceptedAsync(byte[] envelope, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/soap+xml; charset=utf-8");
        using var reply = await _http.PostAsync(new Uri("/Remote/Services83/EMail.svc", UriKind.Relative), content, cancellationToken);
        var text = await reply.Content.ReadAsStringAsync(cancellationToken);
        // Errors of the application come with status 200.
        return reply.IsSuccessStatusCode
            && XDocument.Parse(text).Descendants(XName.Get("Succeeded", ServiceNamespace.Services83)).SingleOrDefault()?.Value == "true";
    }

    /// <summary>The documented request with the demo's accounts in place of the empty one.</summary>
    public static byte[] SampleFor(params int[] accountIds)
    {
        var text = Encoding.UTF8.GetString(Sample);
        var start = text.IndexOf("     <EMail:SyncUserAccount ", StringComparison.Ordinal);
        const string EndTag = "</EMail:SyncUserAccount>\n";
        var end = text.IndexOf(EndTag, start, StringComparison.Ordinal) + EndTag.Length;
        var items = accountIds.Select(id => text[start..end].Replace(
            "<EMail:AccountId xsi:type=\"xsd:int\">0<", $"<EMail:AccountId xsi:type=\"xsd:int\">{id}<", StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(text[..start] + string.Concat(items) + text[end..]);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Load()
    {
        using var stream = typeof(DemoClient).Assembly.GetManifestResourceStream("SyncEmailAccounts.sample.xml")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

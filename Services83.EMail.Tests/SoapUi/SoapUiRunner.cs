using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Services83.EMail.Tests.SoapUi;

/// <summary>Runs the test cases of a project as SoapUI does: steps in their order, each property replaced when it is used.</summary>
/// <param name="overrides">Values of properties of the project in place of its own.</param>
internal sealed partial class SoapUiRunner(SoapUiProject project, IReadOnlyDictionary<string, string> overrides) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>The reply to each request, in their order.</summary>
    public List<(SoapUiRequest Request, XDocument Reply, string Text)> Replies { get; } = [];

    /// <summary>What is wrong, a line for each.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        foreach (var test in project.Cases)
        {
            var properties = new Dictionary<string, string>(test.Properties);
            var replies = new Dictionary<string, XDocument>();
            foreach (var step in test.Steps)
            {
                switch (step)
                {
                    case SoapUiTransfer transfer:
                        properties[transfer.Target] = transfer.Path.Select(replies[transfer.Source]) is [var first, ..] ? first : "";
                        break;
                    case SoapUiRequest request:
                        var (reply, text) = await SendAsync(request, properties, cancellationToken);
                        replies[request.Name] = reply;
                        Replies.Add((request, reply, text));
                        wrong.AddRange(request.Assertions.Select(assertion => assertion.Check(reply, text)).OfType<string>()
                            .Select(reason => $"{test.Name}, {request.Name}: {reason} {text}"));
                        break;
                }
            }
        }

        return wrong;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(XDocument Reply, string Text)> SendAsync(
        SoapUiRequest request, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Expand(request.Endpoint, properties))
        {
            Content = new StringContent(Expand(request.Envelope, properties), Encoding.UTF8, "text/xml"),
        };
        message.Headers.Add("SOAPAction", $"\"{project.Actions[(request.Service, request.Operation)]}\"");
        using var reply = await _http.SendAsync(message, cancellationToken);
        var text = await reply.Content.ReadAsStringAsync(cancellationToken);
        return (XDocument.Parse(text), text);
    }

    private string Expand(string text, IReadOnlyDictionary<string, string> properties) => Property().Replace(text, match => match.Groups["scope"].Value switch
    {
        "Project" => overrides.GetValueOrDefault(match.Groups["name"].Value) ?? project.Properties[match.Groups["name"].Value],
        "TestCase" => properties[match.Groups["name"].Value],
        var scope => throw new NotSupportedException($"The runner does not know properties of '{scope}'."),
    });

    [GeneratedRegex(@"\$\{#(?<scope>\w+)#(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();
}

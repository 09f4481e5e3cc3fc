using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Services83.EMail.Tests.Soap;

/// <summary>A request to SyncEmailAccounts (or another operation) that is right until a test changes something in it.</summary>
internal sealed record EMailRequest
{
    public const string Ns = ServiceNamespace.Services83;
    public const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    public const string Account = "<SyncUserAccount><AccountId>1</AccountId><AssociateName>ann</AssociateName><AssociateId>2</AssociateId></SyncUserAccount>";

    /// <summary>What the echo shows of a request that has been read in full.</summary>
    public const string SeenAccount = """[{"AccountId":1,"AssociateName":"ann","AssociateId":2,"TableRight":null,"FieldProperties":null}]""";

    public string Envelope { get; init; } = Soap11;

    public string Prolog { get; init; } = "";

    public string Headers { get; init; } =
        $"<ApplicationToken xmlns='{Ns}'>tok</ApplicationToken><Credentials xmlns='{Ns}'><Ticket>echo</Ticket></Credentials>";

    public string Operation { get; init; } = "SyncEmailAccounts";

    public string Accounts { get; init; } = Account;

    /// <summary>Content of the body; the operation with <see cref="Accounts"/> when not given.</summary>
    public string? Body { get; init; }

    /// <summary>The whole message; put together from the parts when not given.</summary>
    public string? Message { get; init; }

    /// <summary>The whole message as bytes, in UTF-8 when not given.</summary>
    public byte[]? Bytes { get; init; }

    public string? ContentType { get; init; } = "text/xml; charset=utf-8";

    /// <summary>Values of the SOAPAction header, as they are sent.</summary>
    public string[] Action { get; init; } = [$"\"{Ns}/EMail/SyncEmailAccounts\""];

    public string? ContentEncoding { get; init; }

    public string Text => Message ?? $"{Prolog}<s:Envelope xmlns:s='{Envelope}'><s:Header>{Headers}</s:Header><s:Body>{BodyText}</s:Body></s:Envelope>";

    private string BodyText => Body ??
        $"<{Operation} xmlns='{Ns}' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><SyncUserAccounts>{Accounts}</SyncUserAccounts></{Operation}>";

    public static EMailRequest For(string operation, string parts) => new()
    {
        Action = [$"\"{Ns}/EMail/{operation}\""],
        Body = $"<{operation} xmlns='{Ns}' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>{parts}</{operation}>",
    };

    public async Task<SoapReply> SendAsync(SoapTestHost host, string path = EMailEchoHost.Path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        message.Content = new ByteArrayContent(Bytes ?? Encoding.UTF8.GetBytes(Text));
        if (ContentType is not null)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        if (ContentEncoding is not null)
        {
            message.Content.Headers.ContentEncoding.Add(ContentEncoding);
        }

        message.Headers.TryAddWithoutValidation("SOAPAction", Action);
        using var response = await host.Client.SendAsync(message);
        return new SoapReply(response.StatusCode, response.Content.Headers.ContentType, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>What came back.</summary>
internal sealed partial record SoapReply(HttpStatusCode Status, MediaTypeHeaderValue? ContentType, string Text)
{
    /// <summary>What the echo has seen of the arguments.</summary>
    public string? Seen => SeenPattern().Match(Text) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    /// <summary>The fault's code as 1.1 writes it, or its innermost value in 1.2; null when the reply is no fault.</summary>
    public string? FaultCode => FaultPattern().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The reply as XML, which every reply with content must be.</summary>
    public XDocument Xml => XDocument.Parse(Text);

    [GeneratedRegex("\"echo\":(.*)}</h:Value>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex SeenPattern();

    [GeneratedRegex("<(?:faultcode|s:Value)[^>]*>([^<]*)</(?:faultcode|s:Value)>(?:</s:Subcode>)?(?:</s:Code>)?<(?:faultstring|s:Reason)", RegexOptions.NonBacktracking)]
    private static partial Regex FaultPattern();
}

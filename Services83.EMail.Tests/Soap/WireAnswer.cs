using System.Text;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Soap;

/// <summary>A reply as it came over the connection, of the recorded host or of this program.</summary>
internal sealed partial record WireAnswer(int Status, string Body)
{
    /// <summary>The code of a SOAP 1.1 fault; null when it is no fault.</summary>
    public string? FaultCode => Code().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>
    /// The compared part. The page and the WSDL are compared elsewhere; an empty refusal of WCF equals one with a reason here. WCF's fault
    /// texts about unreadable values name types of its host; clients read the code.
    /// </summary>
    public string Essence => Body.StartsWith("<s:", StringComparison.Ordinal)
        ? FaultCode is "a:DeserializationFailed" ? "fault " + FaultCode : Body
        : "";

    public static WireAnswer Parse(byte[] reply)
    {
        var text = Encoding.UTF8.GetString(reply);
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
        {
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        }

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);

        // The recording host escaped more in its echo than this one does.
        return new WireAnswer(int.Parse(text.AsSpan(9, 3), null), end < 0 ? "" : Escape().Replace(text[(end + 4)..], Unescape));
    }

    private static string Unescape(Match match)
    {
        var c = (char)Convert.ToInt32(match.Groups[1].Value, 16);
        return c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ => c.ToString() };
    }

    [GeneratedRegex(@"\\u([0-9A-F]{4})", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    [GeneratedRegex("<faultcode[^>]*>([^<]*)<", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}

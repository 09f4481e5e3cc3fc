using System.Text;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Soap;

/// <summary>A reply as it came over the connection, of the recorded host or of this program.</summary>
internal sealed partial record WireAnswer(int Status, string Body)
{
    /// <summary>The code of a SOAP 1.1 fault; null when it is no fault.</summary>
    public string? FaultCode => Code().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>
    /// What of it counts. The page and the WSDL are compared elsewhere; an empty refusal of WCF's is one with a reason here. Texts of
    /// faults over what cannot be read name types of WCF's host; the code is what clients look at.
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

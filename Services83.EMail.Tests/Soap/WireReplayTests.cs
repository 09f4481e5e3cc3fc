using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>
/// Sends what has been recorded with a real WCF host, where the recordings are present, and compares the answers. What is neither
/// the same nor listed in <see cref="Better"/> fails; docs/soap-wire-decisions.md says why each of those is as it is.
/// </summary>
[TestFixture]
public sealed partial class WireReplayTests : EMailEndpointTests
{
    /// <summary>Recordings that are answered otherwise on purpose: the status, and what the answer must contain.</summary>
    private static readonly Dictionary<string, (int Status, string Content)> Better = new(StringComparer.Ordinal)
    {
        // Encodings and content types that WCF does not read.
        ["05"] = (200, "ann"), ["06"] = (200, "ann"), ["08"] = (200, "ann"), ["11"] = (200, "ann"), ["15"] = (200, "ann"),
        ["16"] = (200, "æ"), ["21"] = (200, "ann"), ["24"] = (200, "ann"), ["25"] = (200, "ann"), ["28"] = (200, "ann"),
        ["29"] = (200, "ann"), ["241"] = (200, "ann"),
        // The body names the operation where no action does; the same action twice is one.
        ["35"] = (200, "ann"), ["36"] = (200, "ann"), ["37"] = (200, "ann"), ["44"] = (200, "ann"),
        // SOAP 1.2 at the same address; the published sample.
        ["45"] = (200, "ann"), ["46"] = (200, "ann"), ["114"] = (200, "SyncEmailAccountsResponse"),
        ["115"] = (200, "SyncEmailAccountsResponse"), ["116"] = (200, "1234567-1234-9876"),
        // Faults that say what is wrong instead of InternalServiceFault or an empty reply.
        ["39"] = (500, "a:DeserializationFailed"), ["47"] = (500, "s:VersionMismatch"), ["243"] = (500, "s:VersionMismatch"),
        ["90"] = (500, "s:MustUnderstand"), ["91"] = (500, "s:MustUnderstand"), ["96"] = (500, "s:MustUnderstand"),
        ["101"] = (500, "s:MustUnderstand"), ["108"] = (400, "Only text"), ["109"] = (500, "a:DeserializationFailed"),
        ["118"] = (500, "a:DeserializationFailed"), ["119"] = (500, "a:DeserializationFailed"), ["120"] = (500, "a:DeserializationFailed"),
        ["263"] = (500, "occurs twice"), ["264"] = (500, "must not be missing"), ["268"] = (500, "a:DeserializationFailed"),
        // Header blocks for someone else, and of WS-Addressing.
        ["95"] = (200, "ann"), ["100"] = (200, "ann"),
        // Nothing known is dropped in silence: read where it can be, a fault where it cannot.
        ["127"] = (200, "\"AccountId\":1,\"AssociateName\":\"ann\""), ["128"] = (200, "\"AccountId\":1,\"AssociateName\":\"ann\""),
        ["135"] = (200, "\"Mask\":1"), ["262"] = (200, "\"Mask\":1"), ["265"] = (200, "\"k\""), ["174"] = (200, "\"ServerName\":\""),
        ["104"] = (500, "'ApplicationToken'"), ["122"] = (500, "'SyncUserAccounts'"), ["125"] = (500, "occurs twice"),
        ["132"] = (500, "occurs twice"), ["133"] = (500, "'AccountId'"), ["142"] = (500, "'Foo'"), ["143"] = (500, "'SyncUserAccount'"),
        ["173"] = (500, "Serialization/Arrays"),
        // A nil number is read as a missing one.
        ["144"] = (200, "\"AccountId\":0"),
        // References to characters that XML forbids come back as U+FFFD.
        ["69"] = (200, "SyncEmailAccountsResponse"),
        // Methods and paths.
        ["203"] = (404, ""), ["207"] = (404, ""), ["211"] = (200, ""), ["212"] = (200, ""), ["213"] = (405, ""), ["214"] = (405, ""),
        ["215"] = (204, ""), ["216"] = (405, ""), ["217"] = (404, ""),
    };

    /// <summary>Recordings of what only that host had: its own limits, endpoints, error settings and demonstration operations.</summary>
    private static readonly HashSet<string> Elsewhere = new(StringComparer.Ordinal)
    {
        "78", "79", "80", "81", "82", "83", "84", "87", "89",
        "163", "164", "165", "166", "167", "168", "169", "170", "171", "178", "180", "181", "182", "183", "185", "186", "187", "188",
        "189", "190", "191", "266", "267",
    };

    [Test]
    public async Task Each_recorded_request_is_answered_as_decided(CancellationToken cancellation)
    {
        var compared = 0;
        var failures = new List<string>();
        foreach (var file in Directory.EnumerateFiles(SharedFolder.Require("wire"), "*.req"))
        {
            var number = Path.GetFileName(file).Split('-')[0];
            if (Elsewhere.Contains(number) || !File.Exists(Path.ChangeExtension(file, ".resp"))) continue;
            var recorded = Answer.Parse(await File.ReadAllBytesAsync(Path.ChangeExtension(file, ".resp"), cancellation));
            var actual = Answer.Parse(await RawClient.SendAsync(Host.BaseAddress, await File.ReadAllBytesAsync(file, cancellation), cancellation));
            if (Complaint(number, recorded, actual) is { } complaint) failures.Add($"{Path.GetFileName(file)}: {complaint}\n{actual.Body}");
            compared++;
        }

        Assert.That(failures, Is.Empty);
        Assert.That(compared, Is.GreaterThan(180));
    }

    private static string? Complaint(string number, Answer recorded, Answer actual)
    {
        if (Better.TryGetValue(number, out var better))
            return actual.Status == better.Status && actual.Body.Contains(better.Content, StringComparison.Ordinal) ? null : $"expected {better}";
        if (actual.Status != recorded.Status) return $"expected status {recorded.Status}, was {actual.Status}";

        // The page and the WSDL are compared elsewhere; an empty refusal of WCF's is one with a reason here.
        if (recorded.IsDescription || recorded.Body.Length == 0) return null;

        // Texts of such faults name types of WCF's host; the code is what clients look at.
        if (recorded.FaultCode == "a:DeserializationFailed") return actual.FaultCode == recorded.FaultCode ? null : "expected the same fault";
        return actual.Body == recorded.Body ? null : $"expected\n{recorded.Body}\n";
    }

    private sealed partial record Answer(int Status, string Body)
    {
        public string? FaultCode => Code().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;

        public bool IsDescription => !Body.StartsWith("<s:", StringComparison.Ordinal);

        public static Answer Parse(byte[] reply)
        {
            var text = Encoding.UTF8.GetString(reply);
            while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal)) text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);

            // The recording host escaped more in its echo than this one does.
            return new Answer(int.Parse(text.AsSpan(9, 3), null), end < 0 ? "" : Escape().Replace(text[(end + 4)..], Unescape));
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
}

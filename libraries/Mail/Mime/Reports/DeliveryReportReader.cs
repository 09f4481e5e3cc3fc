using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Services83.EMail.Mail.Mime.Reports;

/// <summary>
/// Reads the groups of fields of a delivery status: the first is about the message, each further one about a recipient (RFC 3464, section 2.1).
/// </summary>
internal static partial class DeliveryReportReader
{
    public static DeliveryReport? Read(ReadOnlyMemory<byte> status, string? messageId)
    {
        var groups = Groups(status).Take(MimeLimits.ReportRecipients + 1).ToList();
        // Some servers leave the first group out, or the blank line after it.
        var recipients = groups.Select(Recipient).OfType<RecipientReport>().Take(MimeLimits.ReportRecipients).ToList();
        return recipients.Count == 0 ? null : new(
            groups.Select(group => AfterType(group.GetValueOrDefault("reporting-mta"))).FirstOrDefault(server => server is not null) ?? "",
            groups.Select(group => group.GetValueOrDefault("original-envelope-id")).FirstOrDefault(id => id is not null), messageId, recipients);
    }

    private static RecipientReport? Recipient(Dictionary<string, string> group)
    {
        var final = AddressIn(group.GetValueOrDefault("final-recipient"));
        var original = AddressIn(group.GetValueOrDefault("original-recipient"));
        var status = Code().Match(group.GetValueOrDefault("status") ?? "").Value;
        return final is null && original is null || ActionOf(group.GetValueOrDefault("action"), status) is not { } action
            ? null
            : new(final ?? "", original, action, status, AfterType(group.GetValueOrDefault("remote-mta")), AfterType(group.GetValueOrDefault("diagnostic-code")));
    }

    private static DeliveryAction? ActionOf(string? action, string status) => (action?.Split([' ', '(', ';'], 2)[0].ToUpperInvariant(), status) switch
    {
        ("FAILED", _) => DeliveryAction.Failed,
        ("DELAYED", _) => DeliveryAction.Delayed,
        ("DELIVERED", _) => DeliveryAction.Delivered,
        ("RELAYED", _) => DeliveryAction.Relayed,
        ("EXPANDED", _) => DeliveryAction.Expanded,
        (_, ['5', ..]) => DeliveryAction.Failed,
        (_, ['4', ..]) => DeliveryAction.Delayed,
        (_, ['2', ..]) => DeliveryAction.Delivered,
        _ => null,
    };

    /// <summary>The address after its type: <c>rfc822; ann@example.com</c>, <c>utf-8; j\x{F8}rn@example.com</c>; null when there is none.</summary>
    private static string? AddressIn(string? field)
    {
        var address = AfterType(field) is { } text ? Escaped().Replace(text, Unescape).Trim('<', '>', ' ') : "";
        return address.Length is 0 or > MimeLimits.Address ? null : address;
    }

    private static string? AfterType(string? field) => field is null ? null : field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A character that is written as its number (RFC 6533, section 3).</summary>
    private static string Unescape(Match match) =>
        Rune.TryCreate(uint.Parse(match.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var rune) && !Rune.IsControl(rune)
            ? rune.ToString()
            : match.Value;

    /// <summary>The fields between blank lines, by name in lower case. Of several fields with one name the first counts.</summary>
    private static IEnumerable<Dictionary<string, string>> Groups(ReadOnlyMemory<byte> status)
    {
        var lineEnd = LineEnds.Of(status.Span);
        var group = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var position = 0; position < status.Length;)
        {
            var field = Field(status.Span, lineEnd, ref position);
            if (field.Length > 0)
            {
                Add(group, field);
            }
            else if (group.Count > 0)
            {
                yield return group;
                group = new Dictionary<string, string>(StringComparer.Ordinal);
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static void Add(Dictionary<string, string> group, string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && group.Count < MimeLimits.ReportFields)
        {
            group.TryAdd(field[..colon].Trim().ToLowerInvariant(), field[(colon + 1)..].Trim());
        }
    }

    /// <summary>The next line with its continuations; empty for a blank line. Of a long field only the beginning is read.</summary>
    private static string Field(ReadOnlySpan<byte> status, byte lineEnd, ref int position)
    {
        var text = new StringBuilder();
        Append(text, LineEnds.Line(status, position, lineEnd, out position));
        while (text.Length > 0 && position < status.Length && status[position] is (byte)' ' or (byte)'\t')
        {
            Append(text.Append(' '), LineEnds.Line(status, position, lineEnd, out position));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> line)
    {
        var room = MimeLimits.ReportField - text.Length;
        if (room > 0)
        {
            text.Append(string.Concat(Encoding.UTF8.GetString(line[..Math.Min(line.Length, room)]).Select(character => char.IsControl(character) ? ' ' : character)).Trim());
        }
    }

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"\\x\{(?<hex>[0-9A-Fa-f]{1,6})\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Escaped();
}

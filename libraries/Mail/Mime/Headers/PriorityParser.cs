namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>The fields for urgency; the first one with a known value is used.</summary>
internal static class PriorityParser
{
    private static readonly string[] Fields = ["X-Priority", "Importance", "Priority", "X-MSMail-Priority"];

    public static MimePriority Parse(HeaderBlock header)
    {
        foreach (var name in Fields)
        {
            if (header.First(name) is { } field && Parse(field.Unfolded) is var priority and not MimePriority.None)
            {
                return priority;
            }
        }

        return MimePriority.None;
    }

    // "1 (Highest)" and "High" are both common.
    private static MimePriority Parse(string value) => FirstWord(value).ToLowerInvariant() switch
    {
        "1" or "highest" => MimePriority.Highest,
        "2" or "high" or "urgent" => MimePriority.High,
        "3" or "normal" or "medium" => MimePriority.Normal,
        "4" or "low" or "non-urgent" => MimePriority.Low,
        "5" or "lowest" => MimePriority.Lowest,
        _ => MimePriority.None,
    };

    private static string FirstWord(string value)
    {
        var end = value.AsSpan().IndexOfAny(" (;,\t");
        return end < 0 ? value : value[..end];
    }
}

using System.Globalization;

namespace Services83.EMail.Sandbox.Demo;

public sealed record DemoPerson(string Name, string Address)
{
    public override string ToString() => Name.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')
        ? $"{Name} <{Address}>"
        : Name.All(char.IsAscii) ? $"\"{Name}\" <{Address}>" : $"{DemoMime.EncodeWord(Name)} <{Address}>";
}

/// <summary>One message before it is written as bytes. A null date or Message-ID leaves the field out, as some programs do.</summary>
internal sealed record DemoLetter
{
    public required DemoPerson From { get; init; }

    public required DemoPerson To { get; init; }

    public DemoPerson? Cc { get; init; }

    public required string Subject { get; init; }

    public string SubjectCharset { get; init; } = "utf-8";

    public DateTimeOffset? Date { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Message-IDs of the thread so far, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Further header lines, written unchanged.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    public required DemoPart Body { get; init; }

    public byte[] ToBytes()
    {
        var headers = new List<string>(Extra) { $"From: {From}", $"To: {To}", $"Subject: {DemoMime.EncodeWord(Subject, SubjectCharset)}" };
        if (Cc is not null)
        {
            headers.Add($"Cc: {Cc}");
        }

        if (Date is { } date)
        {
            headers.Add(string.Create(CultureInfo.InvariantCulture, $"Date: {date:ddd, d MMM yyyy HH:mm:ss} {Zone(date.Offset)}"));
        }

        if (MessageId is not null)
        {
            headers.Add($"Message-ID: {MessageId}");
        }

        if (References.Count > 0)
        {
            headers.AddRange([$"In-Reply-To: {References[^1]}", $"References: {string.Join("\r\n ", References)}"]);
        }

        headers.Add("MIME-Version: 1.0");
        headers.AddRange(Body.Headers);
        return new DemoPart([.. headers], Body.Body).ToBytes();
    }

    private static string Zone(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);
}

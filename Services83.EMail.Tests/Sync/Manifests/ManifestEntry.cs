using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Services83.EMail.Tests.Sync.Manifests;

/// <summary>The known content of a message, as its generator wrote it down.</summary>
/// <param name="Octets">SHA-256 of the message as a server sends it.</param>
/// <param name="Contents">What a reader should find in it; null for a message that is broken on purpose.</param>
internal sealed record ManifestEntry(string Folder, uint Uid, string Octets, MessageContents? Contents)
{
    /// <summary>Reads a file with a JSON object per line: the members are those that are read below.</summary>
    public static IEnumerable<ManifestEntry> ReadFile(string path) => File.ReadLines(path).Select(line => Read(JsonDocument.Parse(line).RootElement));

    public static string Hash(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(SHA256.HashData(octets));

    /// <summary>Of a text with any line ends.</summary>
    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));

    private static ManifestEntry Read(JsonElement line) => new(
        line.GetProperty("folder").GetString()!,
        line.GetProperty("uid").GetUInt32(),
        line.GetProperty("sha256").GetString()!,
        line.TryGetProperty("subject", out _) ? ReadContents(line) : null);

    private static MessageContents ReadContents(JsonElement line) => new()
    {
        Subject = line.GetProperty("subject").GetString() ?? "",
        MessageId = line.GetProperty("message_id").GetString()?.Trim('<', '>') ?? "",
        Date = line.TryGetProperty("date_epoch", out var date) && date.ValueKind == JsonValueKind.Number ? date.GetInt64() : null,
        From = Addresses(line, "from"),
        To = line.TryGetProperty("groups", out _) ? null : Addresses(line, "to"),
        Cc = Addresses(line, "cc"),
        TextHash = line.GetProperty("text_sha").GetString(),
        HasHtml = line.GetProperty("html").GetBoolean(),
        Attachments = Attachments(line.GetProperty("attachments")),
    };

    private static string[]? Attachments(JsonElement list) => list.ValueKind == JsonValueKind.Null ? null :
    [
        .. list.EnumerateArray().Select(file =>
            $"{FileName(file.GetProperty("name").GetString()!)} {file.GetProperty("size").GetInt64()} {file.GetProperty("sha256").GetString()}"),
    ];

    /// <summary>What looks like a path is not told to anybody who might follow it.</summary>
    private static string FileName(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();

    private static string Addresses(JsonElement line, string field) => line.TryGetProperty(field, out var list)
        ? string.Join("; ", list.EnumerateArray().Select(pair => $"{pair[0].GetString()} <{pair[1].GetString()}>"))
        : "";
}

/// <summary>What a reader should find in a message. Texts that compare, so that a difference can be read.</summary>
internal sealed record MessageContents
{
    public required string Subject { get; init; }

    public required string MessageId { get; init; }

    /// <summary>Seconds since 1970 UTC; null without a date.</summary>
    public long? Date { get; init; }

    public required string From { get; init; }

    /// <summary>Null when it is not compared, as with groups.</summary>
    public required string? To { get; init; }

    public string Cc { get; init; } = "";

    /// <summary>SHA-256 of the plain text with LF line ends; null without one.</summary>
    public string? TextHash { get; init; }

    public bool HasHtml { get; init; }

    /// <summary>Name, size and SHA-256 of each; null when nobody wrote that down.</summary>
    public IReadOnlyList<string>? Attachments { get; init; } = [];
}

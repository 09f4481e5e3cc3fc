using System.Collections.Frozen;

namespace Services83.EMail.Rest;

/// <summary>Time zones by the vendor's codes, which are those of countries, and by the names that computers use.</summary>
internal static class TimeZoneCodes
{
    private const int MaxLength = 64;

    private static readonly FrozenDictionary<string, string> ByCode = Read();

    /// <summary>The zone; null when there is none of that code or name, or the system does not know it.</summary>
    public static TimeZoneInfo? Find(string code)
    {
        if (code.Length > MaxLength)
        {
            return null;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(ByCode.GetValueOrDefault(code, code), out var zone) ? zone : null;
    }

    private static FrozenDictionary<string, string> Read()
    {
        using var stream = typeof(TimeZoneCodes).Assembly.GetManifestResourceStream("timezones.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToFrozenDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
    }
}

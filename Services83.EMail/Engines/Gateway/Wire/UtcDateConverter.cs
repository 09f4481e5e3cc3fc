using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>
/// Dates of tenants, all in UTC: every request asks for UTC (<c>SO-TimeZone</c>), and the doors use UTC. A tenant writes them with a Z or
/// an offset, also one without a colon as in <c>-0500</c>; a tenant without time zones writes neither, and then the date is read as UTC.
/// The year 1 (no date) and the year 9999 (for ever) are the same in all zones.
/// </summary>
/// <remarks>Source: "SOTimezone" in the vendor's documentation of its web services.</remarks>
internal sealed class UtcDateConverter : JsonConverter<DateTime>
{
    private const string WithOffset = "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz";
    private const string NoTime = "0001-01-01T00:00:00";

    public override bool HandleNull => true;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Unreadable();
        if (text.StartsWith(NoTime, StringComparison.Ordinal))
        {
            return default;
        }

        if (!reader.TryGetDateTime(out var date))
        {
            date = DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
                ? moment.UtcDateTime
                : throw Unreadable();
        }

        return IsTheSameEverywhere(date) ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified) : InUtc(date);
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(IsTheSameEverywhere(value) ? DateTime.SpecifyKind(value, DateTimeKind.Unspecified) : InUtc(value));

    private static JsonException Unreadable() => new("must be a date such as 2026-11-20T10:00:00Z");

    private static bool IsTheSameEverywhere(DateTime date) => date.Year is 1 or 9999;

    private static DateTime InUtc(DateTime date) =>
        date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : DateTime.SpecifyKind(date, DateTimeKind.Utc);
}

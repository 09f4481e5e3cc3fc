using System.CommandLine;
using System.Text.Json.Nodes;

namespace Services83.EMail.Commands.Output;

/// <summary>What a command prints: text for people, or, with <c>--json</c>, one JSON value for programs.</summary>
internal static class Answer
{
    /// <summary>Something needs a person: monitoring can use it as CRITICAL.</summary>
    public const int NeedsAttention = 2;

    /// <summary>Something fails now that may pass by itself, or will need a person soon: monitoring can use it as WARNING.</summary>
    public const int Warning = 3;

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, for programs" };

    public static Task WriteAsync(ParseResult parsed, string text, object json) =>
        Console.Out.WriteLineAsync(parsed.GetValue(Json) ? Output.Json.Text(Output.Json.Of(json)) : text);

    public static async Task WriteAsync<T>(ParseResult parsed, Listing<T> listing, IReadOnlyList<T> rows)
    {
        if (parsed.GetValue(Json))
        {
            await Console.Out.WriteLineAsync(Output.Json.Text(listing.ToJson(rows)));
            return;
        }

        listing.Show(rows, Terminal.Console);
    }

    public static Task WriteAsync(JsonNode json) => Console.Out.WriteLineAsync(Output.Json.Text(json));
}

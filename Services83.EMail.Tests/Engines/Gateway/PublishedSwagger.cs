using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A type in the vendor's description, with the references of the description followed.</summary>
/// <param name="Kind">string, integer, number, boolean, array or object.</param>
/// <param name="Format">int32, double, date-time, byte or binary; empty without one.</param>
/// <param name="Values">Names of an enumeration; empty for other types.</param>
/// <param name="Name">Last part of the definition's name; empty for a type without one.</param>
internal sealed record SwaggerType(string Kind, string Format, string[] Values, string Name)
{
    /// <summary>Of an array, or of a dictionary; null for other types.</summary>
    public SwaggerType? Items { get; init; }

    /// <summary>Of an object. Made on demand, as types contain themselves.</summary>
    public Lazy<IReadOnlyDictionary<string, SwaggerType>> Properties { get; init; } = new(new Dictionary<string, SwaggerType>());

    /// <summary>Whether a program of the vendor's kind has a null for it.</summary>
    public bool IsNullable => Kind is "array" or "object" || (Kind == "string" && Format != "date-time" && Values.Length == 0);
}

/// <summary>An operation of the vendor's description.</summary>
/// <param name="Query">Parameters in the query, other than <c>$select</c>.</param>
/// <param name="Body">Type of the body; null without one.</param>
/// <param name="Replies">What is answered with which status; null for a status that has no body.</param>
internal sealed record SwaggerOperation(
    string Name, IReadOnlyDictionary<string, SwaggerType> Query, SwaggerType? Body, IReadOnlyDictionary<string, SwaggerType?> Replies)
{
    /// <summary>What 200 answers; null for 204.</summary>
    public SwaggerType? Result => Replies.GetValueOrDefault("200");
}

/// <summary>
/// The facts of the vendor's description of the web API's EMail agent, in the form of <see cref="Doors.Rest.ApiDigest"/>, for the
/// operations of Services83. We may not redistribute the description itself; <see cref="Contract.OriginalsTests"/> compares the facts with
/// it if it is available.
/// </summary>
internal static class PublishedSwagger
{
    /// <summary>Where the facts are, as a path in the repository.</summary>
    public static readonly string[] Digest = ["Services83.EMail.Tests", "Doors", "Rest", "Golden", "published.txt"];

    private static readonly Lazy<IReadOnlySet<string>> Lines = new(() => File.ReadLines(Repository.PathOf(Digest)).ToHashSet(StringComparer.Ordinal));

    private static readonly Lazy<IReadOnlyDictionary<string, SwaggerOperation>> All = new(() => new Reader(Facts).Operations());

    /// <summary>A fact to a line.</summary>
    public static IReadOnlySet<string> Facts => Lines.Value;

    /// <summary>The operations by name.</summary>
    public static IReadOnlyDictionary<string, SwaggerOperation> Operations => All.Value;

    /// <summary>A line is <c>operation: fact</c> or <c>type.property: type</c>.</summary>
    private sealed class Reader
    {
        private const string Body = "body.";

        private readonly ILookup<string, (string Name, string Type)> _members;
        private readonly ILookup<string, string> _facts;

        public Reader(IEnumerable<string> lines)
        {
            var parts = lines.Select(line => line.Split(": ", 2)).ToLookup(line => line[0].Contains('.', StringComparison.Ordinal));
            _members = parts[true].Select(line => (Owner: line[0].Split('.', 2), Type: line[1]))
                .ToLookup(member => member.Owner[0], member => (member.Owner[1], member.Type));
            _facts = parts[false].ToLookup(line => line[0], line => line[1]);
        }

        public Dictionary<string, SwaggerOperation> Operations() => _facts.ToDictionary(operation => operation.Key, Operation);

        private SwaggerOperation Operation(IGrouping<string, string> operation) => new(
            operation.Key,
            Parts(operation, "query ").Where(parameter => parameter.Name != "$select")
                .ToDictionary(parameter => parameter.Name.Split(',')[0], parameter => Type(parameter.Type)),
            Parts(operation, Body).ToArray() is { Length: > 0 } properties ? Object("", properties) : null,
            operation.Where(fact => fact.StartsWith("answers ", StringComparison.Ordinal)).Select(fact => fact.Split(' ', 3))
                .ToDictionary(words => words[1], words => words.Length > 2 ? Type(words[2]) : null));

        private static IEnumerable<(string Name, string Type)> Parts(IEnumerable<string> facts, string prefix) =>
            facts.Where(fact => fact.StartsWith(prefix, StringComparison.Ordinal))
                .Select(fact => fact[prefix.Length..].Split(": ", 2)).Select(parts => (parts[0], parts[1]));

        private SwaggerType Object(string name, IEnumerable<(string Name, string Type)> members) => new("object", "", [], name)
        {
            Properties = new(() => members.ToDictionary(member => member.Name, member => Type(member.Type))),
        };

        private SwaggerType Type(string text)
        {
            if (text.EndsWith("[]", StringComparison.Ordinal))
            {
                return new SwaggerType("array", "", [], "") { Items = Type(text[..^2]) };
            }

            var words = text.Split(' ');
            return words switch
            {
                ["map", "of", ..] => new SwaggerType("object", "", [], "") { Items = Type(string.Join(' ', words[2..])) },
                ["one", "of", ..] => new SwaggerType("string", "", words[2..], ""),
                ["string" or "integer" or "number" or "boolean", ..] => new SwaggerType(words[0], words.ElementAtOrDefault(1) ?? "", [], ""),
                _ => Object(text, _members[text]),
            };
        }
    }
}

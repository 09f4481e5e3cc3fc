namespace Services83.EMail.Tests.Architecture;

/// <summary>
/// Finds folders that use each other, at every level: the folders within one folder must be in an order, also by way of the types that are
/// directly in it. A class whose name ends in <c>Setup</c> may use everything in its folder and is ignored.
/// </summary>
internal static class Cycles
{
    private const char TypeMark = ':';

    /// <summary>A line for each group of folders that use each other.</summary>
    public static IReadOnlyList<string> Find(string house, IReadOnlyCollection<TypeReference> references)
    {
        var inside = references.Where(reference => IsIn(house, reference.Namespace) && IsIn(house, reference.TargetNamespace)
            && !reference.Type.EndsWith("Setup", StringComparison.Ordinal)).ToArray();
        return [.. inside.Select(reference => reference.Namespace).Distinct().SelectMany(Ancestors).Distinct().Where(space => IsIn(house, space))
            .Order(StringComparer.Ordinal).SelectMany(space => CyclesIn(space, inside))];
    }

    private static bool IsIn(string house, string space) => space == house || space.StartsWith(house + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Ancestors(string space)
    {
        var parts = space.Split('.');
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('.', parts[..count]));
    }

    private static IEnumerable<string> CyclesIn(string space, TypeReference[] references)
    {
        var arrows = references.Where(reference => IsIn(space, reference.Namespace) && IsIn(space, reference.TargetNamespace))
            .Select(reference => (
                From: Child(space, reference.Namespace, reference.Type), To: Child(space, reference.TargetNamespace, reference.TargetType), Reference: reference))
            .Where(arrow => arrow.From != arrow.To).ToArray();
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reachable = arrows.Select(arrow => arrow.From).Distinct().ToDictionary(folder => folder, folder => Reachable(folder, next));
        var knots = reachable.Where(folder => folder.Value.Contains(folder.Key))
            .GroupBy(folder => string.Join(", ", folder.Value.Where(other => reachable.TryGetValue(other, out var back) && back.Contains(folder.Key)).Order(StringComparer.Ordinal)));
        foreach (var knot in knots.Where(knot => knot.Any(folder => folder.Key[0] != TypeMark)))
        {
            var members = knot.Select(folder => folder.Key).ToHashSet();
            var examples = arrows.Where(arrow => members.Contains(arrow.From) && members.Contains(arrow.To))
                .GroupBy(arrow => (arrow.From, arrow.To)).Select(arrow => $"\n    {arrow.Key.From} -> {arrow.Key.To}: {arrow.First().Reference} ({arrow.Count()} times)");
            yield return $"In {space} these name each other: {knot.Key}{string.Concat(examples)}";
        }
    }

    /// <summary>The folder within the folder, or the type that is directly in it.</summary>
    private static string Child(string space, string of, string type) => of == space ? TypeMark + type[(space.Length + 1)..] : of[(space.Length + 1)..].Split('.')[0];

    private static HashSet<string> Reachable(string folder, ILookup<string, string> next)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(next[folder]);
        while (open.TryPop(out var one))
        {
            if (!found.Add(one))
            {
                continue;
            }

            foreach (var further in next[one])
            {
                open.Push(further);
            }
        }

        return found;
    }
}

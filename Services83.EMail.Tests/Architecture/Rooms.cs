namespace Services83.EMail.Tests.Architecture;

/// <summary>The rooms of an assembly (each a namespace with those below it), and which others each may use.</summary>
/// <param name="mayName">By room; a name that ends in a dot means the types directly in that namespace.</param>
internal sealed class Rooms(string house, IReadOnlyDictionary<string, string[]> mayName)
{
    /// <summary>One line for each forbidden reference, and for each type that is in no room.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<TypeReference> references) =>
        [.. references.Where(reference => IsInHouse(reference.Namespace)).Select(Violation).OfType<string>().Distinct()];

    private bool IsInHouse(string space) => space == house || space.StartsWith(house + ".", StringComparison.Ordinal);

    private string? Violation(TypeReference reference)
    {
        if (RoomOf(reference.Namespace) is not { } room)
        {
            return $"{reference.Type} is in no room: say in the test what {reference.Namespace} may name";
        }

        if (!IsInHouse(reference.TargetNamespace) || RoomOf(reference.TargetNamespace) is not { } target)
        {
            return null;
        }

        return target == room || mayName[room].Contains(target) ? null : $"{reference}, but {room} may not name {target}";
    }

    /// <summary>The innermost room that holds the namespace.</summary>
    private string? RoomOf(string space) => mayName.Keys
        .Where(room => room.EndsWith('.') ? space + "." == room : space == room || space.StartsWith(room + ".", StringComparison.Ordinal))
        .MaxBy(room => room.Length);
}

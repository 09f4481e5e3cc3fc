namespace Services83.EMail.WebApi.Json;

/// <summary>
/// Names that the vendor's web API has in addition to those of the contract: for combinations of rights, and for one value that got a
/// meaning later. A server that writes flags as .NET does prefers the name of a combination.
/// </summary>
/// <remarks>Source: <c>ETableRight</c> and <c>EFieldRight</c> of the vendor's npm package <c>@superoffice/webapi</c> 12.4.</remarks>
internal static class EnumAliases
{
    private static readonly (string, long)[] TableRights =
    [
        ("R", 1), ("UR", 3), ("RI", 5), ("URI", 7), ("UDR", 11), ("FULL", 15), ("F", 16), ("RF", 17), ("FI", 20), ("URU", 34), ("WRITE", 38),
    ];

    private static readonly (string, long)[] FieldRights = [("Update", 3), ("Nullable", 32), ("UIHints", 192)];

    public static IEnumerable<(string Name, long Bits)> Of(Type type) =>
        type == typeof(ETableRight) ? TableRights : type == typeof(EFieldRight) ? FieldRights : [];
}

namespace Services83.EMail.Storage;

/// <summary>
/// Whose rows a query may see: for the query, other rows do not exist. The default is nobody, who sees nothing.
/// </summary>
public readonly record struct Scope
{
    private readonly bool _isEverybody;
    private readonly int _associateId;

    private Scope(bool isEverybody, int associateId) => (_isEverybody, _associateId) = (isEverybody, associateId);

    /// <summary>Everybody's rows: for the program itself, its operators and privileged users.</summary>
    public static Scope Everybody => new(isEverybody: true, 0);

    /// <summary>The rows of one associate.</summary>
    /// <param name="associateId">1 or more.</param>
    public static Scope Of(int associateId) => new(isEverybody: false, associateId);

    /// <summary>The argument for <see cref="Includes"/>.</summary>
    internal int? AssociateId => _isEverybody ? null : _associateId;

    /// <summary>The SQL condition that the associate of a row is in the scope. It needs the argument <see cref="AssociateId"/>.</summary>
    /// <param name="column">The column with the associate's id.</param>
    internal static string Includes(string column) => $"(@{nameof(AssociateId)} IS NULL OR {column} = @{nameof(AssociateId)})";
}

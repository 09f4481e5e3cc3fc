namespace Services83.EMail.Storage;

/// <summary>
/// As whom one looks: what does not belong to that associate is as if it were not there. The default is nobody, who sees nothing.
/// </summary>
public readonly record struct Scope
{
    private readonly bool _isEverybody;
    private readonly int _associateId;

    private Scope(bool isEverybody, int associateId) => (_isEverybody, _associateId) = (isEverybody, associateId);

    /// <summary>Whatever belongs to whomever: for the program itself, its operators and the privileged.</summary>
    public static Scope Everybody => new(isEverybody: true, 0);

    /// <summary>What belongs to one associate.</summary>
    /// <param name="associateId">1 or more.</param>
    public static Scope Of(int associateId) => new(isEverybody: false, associateId);

    /// <summary>The argument for <see cref="Includes"/>.</summary>
    internal int? AssociateId => _isEverybody ? null : _associateId;

    /// <summary>The condition of SQL that the associate of a row is in the scope. It wants the argument <see cref="AssociateId"/>.</summary>
    /// <param name="column">The column with the associate's id.</param>
    internal static string Includes(string column) => $"(@{nameof(AssociateId)} IS NULL OR {column} = @{nameof(AssociateId)})";
}

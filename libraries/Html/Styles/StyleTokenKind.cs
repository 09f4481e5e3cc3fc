namespace Services83.EMail.Html.Styles;

internal enum StyleTokenKind
{
    End,
    Space,
    Word,
    Function,
    Hash,
    Text,

    /// <summary>With a unit, or <c>%</c>, or nothing.</summary>
    Number,
    Address,

    /// <summary>Any other single character.</summary>
    Sign,

    /// <summary>A text or an address that is broken.</summary>
    Bad,
}

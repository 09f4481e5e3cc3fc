namespace Services83.EMail.Html.Styles;

/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes, with escapes decoded: the name of a word or function, the unit of a number, or one character.</param>
/// <param name="Number">Value of a number.</param>
internal readonly record struct StyleToken(StyleTokenKind Kind, string Text, double Number = 0)
{
    public bool Is(char sign) => Kind == StyleTokenKind.Sign && Text[0] == sign;
}

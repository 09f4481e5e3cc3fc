namespace Services83.EMail.AddressBook.VCards;

/// <summary>One card of a file (RFC 6350, RFC 2426, vCard 2.1).</summary>
/// <param name="Line">Number of its first line, 1 or more.</param>
/// <param name="Properties">In the order of the file.</param>
internal sealed record VCard(int Line, IReadOnlyList<VCardProperty> Properties)
{
    public IEnumerable<VCardProperty> All(string name) => Properties.Where(property => property.Name == name);

    /// <summary>The text of the preferred property with that name; empty when there is none.</summary>
    public string Text(string name) => All(name).OrderBy(property => property.Preference).FirstOrDefault()?.Text.Trim() ?? "";
}

/// <summary>One property of a card: <c>item1.EMAIL;TYPE=work:ann@example.com</c>.</summary>
/// <param name="Group">The text before the dot, in upper case; empty when there is none.</param>
/// <param name="Name">In upper case.</param>
/// <param name="Types">Values of TYPE, and parameters without a name as in 2.1, in lower case.</param>
/// <param name="Preference">1 for the most preferred property of its name, 101 when nothing marks it as preferred.</param>
/// <param name="Value">Decoded, but with its escapes.</param>
/// <param name="IsVersion21">Whether backslashes escape only semicolons.</param>
internal sealed record VCardProperty(
    string Group, string Name, IReadOnlyCollection<string> Types, int Preference, string Value, bool IsVersion21)
{
    /// <summary>The value as one text.</summary>
    public string Text => VCardText.Unescape(Value, IsVersion21);

    /// <summary>The components of a structured value such as N or ADR, each unescaped.</summary>
    public IReadOnlyList<string> Components => VCardText.Components(Value, IsVersion21);
}

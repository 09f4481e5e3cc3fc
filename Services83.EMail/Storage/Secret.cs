namespace Services83.EMail.Storage;

/// <summary>A password or token that does not print itself.</summary>
public sealed class Secret
{
    private readonly Func<string> _reveal;

    public Secret(string text) => _reveal = () => text;

    /// <summary>A secret that is decrypted only when it is needed.</summary>
    internal Secret(Func<string> reveal) => _reveal = reveal;

    /// <summary>The text itself, for sending it to its server.</summary>
    public string Reveal() => _reveal();

    public override string ToString() => "***";
}

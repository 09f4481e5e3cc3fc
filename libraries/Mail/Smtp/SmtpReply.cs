using System.Globalization;

namespace Services83.EMail.Mail.Smtp;

/// <summary>An answer of the server (RFC 5321, section 4.2), secrets masked.</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="EnhancedCode">Such as <c>5.1.1</c> (RFC 3463); null when the server gave none.</param>
/// <param name="Lines">The texts of its lines, without the codes.</param>
public sealed record SmtpReply(int Code, string? EnhancedCode, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>Whether the same command may succeed later.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>The texts in one line.</summary>
    public string Text => string.Join(' ', Lines.Where(line => line.Length > 0));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Code}{(EnhancedCode is null ? "" : $" {EnhancedCode}")} {Text}").TrimEnd();
}

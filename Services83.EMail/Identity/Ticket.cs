using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Identity;

/// <summary>
/// The text of a ticket: <c>7T:</c> and the base64 of <c>{GUID};{number}</c>. The GUID finds the stored row, the number is the secret.
/// Anybody who has the text can act as the associate, so it is never logged.
/// </summary>
/// <param name="Id">Finds the stored row.</param>
/// <param name="Number">128 random bits, as decimal digits in the text.</param>
public sealed record Ticket(Guid Id, UInt128 Number)
{
    public const string Prefix = "7T:";

    /// <summary>36 of the GUID, a semicolon and at most 39 digits are 104 base64 characters.</summary>
    private const int MaxLength = 107;

    /// <summary>A random ticket.</summary>
    public static Ticket Create()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return new Ticket(Guid.NewGuid(), MemoryMarshal.Read<UInt128>(bits));
    }

    /// <summary>Whether the text has the form of a ticket and is not a user name.</summary>
    public static bool LooksLikeOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads a ticket. Each ticket has exactly one text: any other spelling is refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Ticket? ticket)
    {
        ticket = null;
        if (text is null || text.Length > MaxLength || !LooksLikeOne(text))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxLength];
        if (!Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.Latin1.GetString(bytes[..length]).Split(';');
        if (parts.Length != 2
            || !Guid.TryParseExact(parts[0], "D", out var id)
            || !UInt128.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var parsed = new Ticket(id, number);
        ticket = parsed.ToText() == text ? parsed : null;
        return ticket is not null;
    }

    /// <summary>The text for the client. Not <see cref="ToString"/>, which gets into logs.</summary>
    public string ToText() =>
        Prefix + Convert.ToBase64String(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id:D};{Number}")));

    /// <summary>SHA-256 of the number. Fast on purpose: 128 random bits cannot be guessed however fast the hash is.</summary>
    public byte[] HashNumber() => SHA256.HashData(Encoding.Latin1.GetBytes(Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Prefix}{Id:D};***";
}

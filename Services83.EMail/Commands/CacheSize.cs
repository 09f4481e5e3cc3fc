using System.Globalization;

namespace Services83.EMail.Commands;

/// <summary>The limit of the mail that is cached for an account, as an operator writes it.</summary>
internal static class CacheSize
{
    private const long MaxBytes = 1_000_000_000_000_000;

    /// <summary>Bytes, 0 for any number; null for as many as the setting says.</summary>
    /// <param name="text">A number of bytes, or of KiB, MiB or GiB with K, M or G behind it; <c>none</c>; empty or <c>default</c>.</param>
    /// <exception cref="CommandException">It is none of them.</exception>
    public static long? Parse(string text)
    {
        switch (text.ToUpperInvariant())
        {
            case "" or "DEFAULT":
                return null;
            case "NONE":
                return 0;
            case var size:
                var unit = size[^1] switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
                var isNumber = long.TryParse(unit == 0 ? size : size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                return isNumber && number > 0 && number <= MaxBytes >> unit
                    ? number << unit
                    : throw new CommandException($"'{text}' is no size. Write a number of bytes, a size such as 500M or 2G, none for any amount, or default.");
        }
    }

    /// <summary>A text that <see cref="Parse"/> reads as the same; empty for none of its own.</summary>
    public static string Text(long? bytes) => bytes switch
    {
        null => "",
        0 => "none",
        { } number => number.ToString(CultureInfo.InvariantCulture),
    };
}

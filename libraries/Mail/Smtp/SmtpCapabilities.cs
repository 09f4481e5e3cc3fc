using System.Globalization;

namespace Services83.EMail.Mail.Smtp;

/// <summary>The extensions in a server's answer to EHLO (RFC 5321, section 4.1.1.1).</summary>
public sealed class SmtpCapabilities
{
    private readonly Dictionary<string, string> _extensions = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _mechanisms = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="lines">The lines of the answer without the first one, which is a greeting.</param>
    internal SmtpCapabilities(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // Old servers write "AUTH=LOGIN PLAIN".
            var end = line.AsSpan().IndexOfAny(' ', '=');
            var name = end < 0 ? line : line[..end];
            var arguments = end < 0 ? "" : line[(end + 1)..].Trim();
            if (name.Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            {
                _mechanisms.UnionWith(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }

            _extensions.TryAdd(name, arguments);
        }
    }

    public bool StartTls => Has("STARTTLS");

    /// <summary>RFC 2920.</summary>
    public bool Pipelining => Has("PIPELINING");

    /// <summary>RFC 6152.</summary>
    public bool EightBitMime => Has("8BITMIME");

    /// <summary>RFC 6531.</summary>
    public bool SmtpUtf8 => Has("SMTPUTF8");

    /// <summary>RFC 1870.</summary>
    public bool Size => Has("SIZE");

    /// <summary>Most bytes of a message; null when the server names no limit.</summary>
    public long? MaxSize =>
        long.TryParse(_extensions.GetValueOrDefault("SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    /// <summary>Names of the SASL mechanisms (RFC 4954).</summary>
    public IReadOnlySet<string> Mechanisms => _mechanisms;

    public bool Has(string extension) => _extensions.ContainsKey(extension);
}

using System.Globalization;
using System.Text;

namespace Services83.EMail.Storage;

/// <summary>
/// The form of an e-mail address for comparisons: it ignores letter case, and whether an international domain is written in its own script
/// or in ASCII (RFC 5890).
/// </summary>
public static class AddressKey
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    public static string Of(string address)
    {
        var text = UnicodeText.Composed(address.Trim());
        var at = text.LastIndexOf('@');
        return at < 0 ? text.ToLowerInvariant() : text[..at].ToLowerInvariant() + "@" + Domain(text[(at + 1)..]);
    }

    private static string Domain(string domain)
    {
        var name = domain.TrimEnd('.');
        try
        {
            return Ascii.IsValid(name) ? name.ToLowerInvariant() : Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not a valid domain: compared as it is.
            return name.ToLowerInvariant();
        }
    }
}

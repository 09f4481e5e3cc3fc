using System.Text;

namespace Services83.EMail.Storage;

/// <summary>Text of callers and of mail, which may contain anything that fits into a string.</summary>
public static class UnicodeText
{
    /// <summary>
    /// Composes letters and accents, so that both spellings compare equal (Unicode normalization form C). Text that cannot be composed is
    /// unchanged: half of a surrogate pair, or a Unicode noncharacter such as U+FFFE.
    /// </summary>
    public static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}

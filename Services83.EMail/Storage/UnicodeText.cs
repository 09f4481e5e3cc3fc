using System.Text;

namespace Services83.EMail.Storage;

/// <summary>Text of callers and of mail, in which anything may stand that fits into a string.</summary>
public static class UnicodeText
{
    /// <summary>
    /// Letters with their accents in one, so that both spellings compare equal (Unicode normalization form C). What cannot be composed is
    /// left as it is: half of a surrogate pair, or one of the characters that Unicode promises never to use, such as U+FFFE.
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

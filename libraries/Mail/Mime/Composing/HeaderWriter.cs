using System.Globalization;
using System.Text;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>
/// Writes header fields. Lines are folded at 76 characters if there is a place to fold, and are never longer than 998 bytes (RFC 5322,
/// section 2.1.1). Every character that could begin a new line or field is replaced, so nothing can be injected.
/// </summary>
internal sealed class HeaderWriter
{
    private const int LineLength = 76;
    private const int LongestToken = 900;
    private const int LongestQuoted = 60;

    private readonly StringBuilder _text = new();
    private int _column;
    private bool _isFirst;

    /// <summary>Whether text beyond ASCII was written; only a local part can be.</summary>
    public bool IsInternational { get; private set; }

    /// <summary>A field whose value is free text.</summary>
    public void Text(string name, string value)
    {
        Begin(name);
        Words(HeaderText.WithoutControls(value).Trim(' '));
        End();
    }

    /// <summary>A field whose value needs no folding or encoding.</summary>
    public void Verbatim(string name, string value)
    {
        Begin(name);
        Token(value);
        End();
    }

    /// <exception cref="FormatException">An address is not valid.</exception>
    public void Addresses(string name, IReadOnlyList<MailboxAddress> addresses)
    {
        Begin(name);
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!AddressSyntax.TryNormalize(addresses[i].Address, out var address))
            {
                throw new FormatException($"{name}: '{HeaderText.WithoutControls(addresses[i].Address)}' is not an e-mail address.");
            }

            IsInternational |= !Ascii.IsValid(address);
            var separator = i < addresses.Count - 1 ? "," : "";
            var hasName = Phrase(HeaderText.WithoutControls(addresses[i].DisplayName).Trim(' '));
            Token(hasName ? $"<{address}>{separator}" : address + separator);
        }

        End();
    }

    /// <summary>Ids between angle brackets; nothing is written if there are none.</summary>
    public void Ids(string name, IEnumerable<string> ids)
    {
        var valid = ids.Where(IsId).ToArray();
        if (valid.Length == 0)
        {
            return;
        }

        Begin(name);
        foreach (var id in valid)
        {
            Token($"<{id}>");
        }

        End();
    }

    /// <summary>A structured value with parameters (RFC 2045); long ones and those beyond ASCII in the form of RFC 2231.</summary>
    public void WithParameters(string name, string value, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        Begin(name);
        _text.Append(' ').Append(value);
        _column += value.Length + 1;
        foreach (var parameter in parameters.SelectMany(p => ParameterWriter.Write(p.Key, HeaderText.WithoutControls(p.Value))))
        {
            _text.Append(';');
            _column++;
            Token(parameter);
        }

        End();
    }

    /// <summary>The line that ends a header.</summary>
    public void Blank() => _text.Append("\r\n");

    public void Raw(string text) => _text.Append(text);

    /// <summary>The text that was written since the last call.</summary>
    public byte[] Take()
    {
        var octets = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Clear();
        return octets;
    }

    /// <summary>An id that stays the same when written and read: printable ASCII without brackets and spaces.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= LongestToken && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && id.AsSpan().IndexOfAny('<', '>') < 0;

    private void Begin(string name)
    {
        _text.Append(name).Append(':');
        _column = name.Length + 1;
        _isFirst = true;
    }

    private void End() => _text.Append("\r\n");

    private void Token(string token, bool isEncoded = false)
    {
        // Some readers cannot handle a field name alone on its line; encoded words must not exceed the limit (RFC 2047, section 2).
        if (_column + 1 + token.Length > LineLength && (!_isFirst || isEncoded))
        {
            _text.Append("\r\n");
            _column = 0;
        }

        _text.Append(' ').Append(token);
        _column += 1 + token.Length;
        _isFirst = false;
    }

    private void Encoded(string text)
    {
        foreach (var word in EncodedWordWriter.Encode(text))
        {
            Token(word, isEncoded: true);
        }
    }

    /// <summary>The text is encoded from the first to the last word that needs encoding.</summary>
    private void Words(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var words = text.Split(' ');
        var first = Array.FindIndex(words, NeedsEncoding);
        if (first < 0)
        {
            Array.ForEach(words, word => Token(word));
            return;
        }

        // An empty word between two spaces needs no encoding itself; it is encoded if a word beside it is.
        if (words[first].Length == 0)
        {
            first--;
        }

        var end = Array.FindLastIndex(words, NeedsEncoding) + 1;
        if (words[end - 1].Length == 0)
        {
            end++;
        }

        Array.ForEach(words[..first], word => Token(word));
        Encoded(string.Join(' ', words[first..end]));
        Array.ForEach(words[end..], word => Token(word));
    }

    /// <summary>An empty word is between two spaces; folding might merge them.</summary>
    private static bool NeedsEncoding(string word) =>
        word.Length is 0 or > LongestToken || !Ascii.IsValid(word) || word.Contains("=?", StringComparison.Ordinal);

    private bool Phrase(string name)
    {
        if (name.Length == 0)
        {
            return false;
        }

        var words = name.Split(' ');
        if (words.All(word => AddressSyntax.IsAtom(word) && !NeedsEncoding(word)))
        {
            Array.ForEach(words, word => Token(word));
        }
        else if (name.Length <= LongestQuoted && Ascii.IsValid(name) && !name.Contains("=?", StringComparison.Ordinal))
        {
            Token(Quote(name));
        }
        else
        {
            Encoded(name);
        }

        return true;
    }

    private static string Quote(string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
}

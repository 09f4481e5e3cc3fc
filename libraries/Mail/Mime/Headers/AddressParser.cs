using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// Reads address lists (RFC 5322, section 3.4, with the obsolete forms of 4.4). Lenient: after missing commas, quotes and brackets as few
/// addresses as possible are lost. Groups are replaced by their members; a comment is the display name if there is no other.
/// </summary>
internal sealed partial class AddressParser
{
    // A longer search would need quadratic time.
    private const int LongestRoute = 998;

    private readonly string _text;
    private readonly List<MailboxAddress> _found;
    private readonly List<Word> _words = [];
    private string? _angle;
    private string? _angleName;
    private string _comment = "";
    private int _position;
    private bool _noMoreQuotes;

    private AddressParser(string text, List<MailboxAddress> found)
    {
        _text = text;
        _found = found;
    }

    public static void Parse(string text, List<MailboxAddress> found) => new AddressParser(text, found).Run();

    private void Run()
    {
        var spaced = true;
        while (_position < _text.Length && _found.Count < MimeLimits.Addresses)
        {
            spaced = Step(spaced);
        }

        if (_found.Count < MimeLimits.Addresses)
        {
            Finish();
        }
    }

    /// <summary>Reads the word at the position; returns whether the next word is separated from it.</summary>
    private bool Step(bool spaced)
    {
        switch (_text[_position])
        {
            case ',' or ';':
                Finish();
                _position++;
                return true;
            case ':' when _angle is null:
                // The text before was the name of a group.
                Forget();
                _position++;
                return true;
            case '(':
                ReadComment();
                return true;
            case '<':
                ReadAngle();
                return true;
            case '"' when TryReadQuoted(spaced):
                return false;
            case ' ' or '\t' or '>' or '"' or ':':
                _position++;
                return true;
            default:
                ReadAtom(spaced);
                return false;
        }
    }

    private void Finish()
    {
        if (_angle is not null)
        {
            Add(_angleName!, _angle);
        }
        else
        {
            AddBare();
        }

        Forget();
    }

    private void Forget()
    {
        _words.Clear();
        _angle = null;
        _comment = "";
    }

    private void Add(string name, string address)
    {
        // A comment describes an address; alone it is not an address.
        if (name.Length == 0 && address.Length > 0)
        {
            name = Clean(_comment);
        }

        if (address.Length > MimeLimits.Address)
        {
            address = "";
        }

        if (name.Length > MimeLimits.Name)
        {
            name = name[..(char.IsHighSurrogate(name[MimeLimits.Name - 1]) ? MimeLimits.Name - 1 : MimeLimits.Name)];
        }

        if (name.Length > 0 || address.Length > 0)
        {
            _found.Add(new MailboxAddress(name, address));
        }
    }

    private void ReadAngle()
    {
        // A second address without a comma in between.
        if (_angle is not null)
        {
            Add(_angleName!, _angle);
        }

        _angleName = Phrase(_words);
        _words.Clear();

        var rest = _text.AsSpan(_position + 1);
        var end = rest.IndexOfAny('>', ',');
        if (end >= 0 && rest[end] == ',' && IsRoute(rest[..Math.Min(rest.Length, LongestRoute)]))
        {
            end = rest.IndexOf('>');
        }

        if (end < 0)
        {
            end = rest.Length;
        }

        var content = rest[..end];
        _position += 1 + end;

        // "<<a@b>>" and "<name <a@b>>"
        content = content[(content.LastIndexOf('<') + 1)..];
        if (IsRoute(content))
        {
            content = content[(content.LastIndexOf(':') + 1)..];
        }

        _angle = WithoutSpaceAndComments(content.ToString());
    }

    /// <summary>An obsolete source route: <c>@one,@two:user@three</c>.</summary>
    private static bool IsRoute(ReadOnlySpan<char> content) => content.TrimStart().StartsWith("@") && content.Contains(':');

    private void ReadComment()
    {
        var end = Comments.End(_text, _position);
        var inner = _text.AsSpan(_position + 1, end - _position - 1);
        _comment = (inner.EndsWith(")") ? inner[..^1] : inner).ToString();
        _position = end;
    }

    private static string Phrase(List<Word> words)
    {
        var phrase = new StringBuilder();
        foreach (var word in words)
        {
            if (word.IsSpaced && phrase.Length > 0)
            {
                phrase.Append(' ');
            }

            phrase.Append(word.Quoted ?? word.Raw);
        }

        return Clean(phrase.ToString());
    }

    private static string Clean(string text) =>
        string.Join(' ', EncodedWords.Decode(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string WithoutSpaceAndComments(string text)
    {
        if (text.AsSpan().IndexOfAny(" \t(") < 0 || text.Contains('"'))
        {
            return text.Trim();
        }

        var result = new StringBuilder(text.Length);
        for (var i = Comments.Skip(text, 0); i < text.Length; i = Comments.Skip(text, i + 1))
        {
            result.Append(text[i]);
        }

        return result.ToString();
    }
}

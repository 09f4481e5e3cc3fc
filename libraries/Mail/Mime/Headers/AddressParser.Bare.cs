namespace Services83.EMail.Mail.Mime.Headers;

// Addresses without angle brackets: the words that belong to one, and those that are its display name.
internal sealed partial class AddressParser
{
    /// <summary>
    /// Without brackets the address is the word with an at sign; a single word without one is an address without a domain. If a further
    /// word has an at sign, the comma before it is missing.
    /// </summary>
    private void AddBare()
    {
        var next = 0;
        var (start, end) = FindAddress(next);
        while (_found.Count < MimeLimits.Addresses && FindNextAddress(end) is > 0 and var following)
        {
            Add(Phrase(_words[next..start]), Joined(start, end));
            next = end;
            (start, end) = FindAddress(following);
        }

        if (start == end && _words.Count == 1 && !_words[0].IsQuoted)
        {
            end = 1;
        }

        Add(Phrase([.. _words[next..start], .. _words[end..]]), Joined(start, end));
    }

    private string Joined(int start, int end) => string.Concat(_words.GetRange(start, end - start).Select(w => w.Raw));

    /// <summary>The next word that is an address by itself; 0 when there is none.</summary>
    private int FindNextAddress(int from)
    {
        if (from == 0)
        {
            return 0;
        }

        var next = _words.FindIndex(from, w => !w.IsQuoted && w.IsSpaced && w.Raw.IndexOf('@') is > 0 and var at && at < w.Raw.Length - 1);
        return next < 0 ? 0 : next;
    }

    /// <summary>
    /// The words around the first at sign, even if there is white space beside it or around the dots of the domain: <c>a @ b . c</c> (RFC
    /// 5322, section 4.4). A word with a dot before the address is more often a title, <c>Dr. a@b</c>, than a part of it.
    /// </summary>
    private (int Start, int End) FindAddress(int from)
    {
        var at = _words.FindIndex(from, w => !w.IsQuoted && w.Raw.Contains('@'));
        if (at < 0)
        {
            return (0, 0);
        }

        var start = at;
        if (_words[at].Raw[0] == '@' && start > from)
        {
            start--;
        }

        while (start > from && (!_words[start].IsSpaced || IsDotted(start)))
        {
            start--;
        }

        var end = at + 1;
        if (_words[at].Raw[^1] == '@' && end < _words.Count)
        {
            end++;
        }

        while (end < _words.Count && (!_words[end].IsSpaced || _words[end].Raw[0] == '.' || _words[end - 1].Raw[^1] == '.'))
        {
            end++;
        }

        return (start, end);
    }

    /// <summary>Whether a word continues the one before: it starts with a dot, or the one before is only a dot.</summary>
    private bool IsDotted(int word) => _words[word].Raw[0] == '.' || _words[word - 1].Raw == ".";
}

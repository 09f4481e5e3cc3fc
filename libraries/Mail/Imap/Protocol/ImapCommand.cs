using System.Buffers;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>
/// A command being put together: text, and literals for what cannot be quoted. Text from outside only gets in through the methods
/// that quote, so nobody can smuggle in a second command.
/// </summary>
internal sealed class ImapCommand
{
    /// <summary>How long a set of UIDs may be in one command; servers begin to refuse lines beyond 8,000 octets (RFC 7162, 4).</summary>
    public const int MaxSetLength = 4000;

    private static readonly SearchValues<char> NotInFlags = SearchValues.Create("(){%*\"\\] ");

    private readonly List<ImapCommandPart> _parts = [];
    private readonly StringBuilder _trace = new();

    /// <param name="name">The fixed beginning, such as <c>UID FETCH</c>.</param>
    public ImapCommand(string name)
    {
        Name = name;
        Append(name);
    }

    public string Name { get; }

    /// <summary>How many responses the answer may hold beside those about messages of the open mailbox.</summary>
    public long Answers { get; init; }

    /// <summary>How many headers or whole messages it may hold.</summary>
    public long Contents { get; init; }

    public IReadOnlyList<ImapCommandPart> Parts => _parts;

    /// <summary>The command as the log may show it.</summary>
    public string Trace => _trace.ToString();

    /// <summary>What stands between the quotes of a quoted string.</summary>
    public static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>A space and this text as it is; for what this library wrote itself.</summary>
    public ImapCommand Add(string text) => Append(" " + text);

    /// <summary>A space and a string of any content.</summary>
    public ImapCommand AddString(ReadOnlySpan<byte> value, bool isSecret = false)
    {
        Append(" ");
        return WriteString(value, isSecret);
    }

    public ImapCommand AddString(string value, bool isSecret = false) => AddString(Encoding.UTF8.GetBytes(value), isSecret);

    /// <summary>A space and this text as it is, which the log must not show.</summary>
    public ImapCommand AddSecret(string text)
    {
        Write(" " + text);
        _trace.Append(" ***");
        return this;
    }

    /// <summary>A space and a list of flags.</summary>
    /// <exception cref="ArgumentException">A flag holds a character that no flag may have.</exception>
    public ImapCommand AddFlags(IEnumerable<string> flags)
    {
        var list = flags.ToList();
        foreach (var flag in list)
        {
            var word = flag.StartsWith('\\') ? flag.AsSpan(1) : flag;
            if (word.IsEmpty || word.ContainsAny(NotInFlags) || word.IndexOfAnyExceptInRange('!', '~') >= 0)
            {
                throw new ArgumentException($"'{flag}' cannot be a flag.", nameof(flags));
            }
        }
        return Add($"({string.Join(' ', list)})");
    }

    /// <summary>A space and the octets of a stream from where it stands to its end.</summary>
    public ImapCommand AddContent(Stream content)
    {
        Write(" ");
        _parts.Add(new ImapCommandPart(null, content, content.Length - content.Position));
        _trace.Append(CultureInfo.InvariantCulture, $" {{{content.Length - content.Position}}}");
        return this;
    }

    private ImapCommand WriteString(ReadOnlySpan<byte> value, bool isSecret)
    {
        if (value.Length > 1000 || value.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) >= 0)
        {
            AddLiteral(value.ToArray());
        }
        else
        {
            Write($"\"{Escape(Encoding.ASCII.GetString(value))}\"");
        }

        _trace.Append(isSecret ? "***" : $"\"{Encoding.UTF8.GetString(value)}\"");
        return this;
    }

    private void AddLiteral(byte[] bytes) => _parts.Add(new ImapCommandPart(null, new MemoryStream(bytes), bytes.Length));

    private ImapCommand Append(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
        {
            throw new ArgumentException("A command line holds printable ASCII only.", nameof(text));
        }

        Write(text);
        _trace.Append(text);
        return this;
    }

    private void Write(string text)
    {
        if (_parts is [.., { Text: { } last }])
        {
            last.Append(text);
        }
        else
        {
            _parts.Add(new ImapCommandPart(new StringBuilder(text), null, 0));
        }
    }
}

/// <summary>Either text of the command line or a literal.</summary>
internal readonly record struct ImapCommandPart(StringBuilder? Text, Stream? Literal, long Length);

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>
/// Builds a command: text, and literals for what cannot be quoted. Text from outside can be added only by the methods that quote it, so it
/// cannot inject a second command.
/// </summary>
internal sealed class ImapCommand
{
    /// <summary>Longest set of UIDs in one command; servers begin to refuse lines beyond 8,000 bytes (RFC 7162, 4).</summary>
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

    /// <summary>Most responses in the answer besides those about messages of the open mailbox.</summary>
    public long Answers { get; init; }

    /// <summary>Most headers or whole messages in the answer.</summary>
    public long Contents { get; init; }

    public IReadOnlyList<ImapCommandPart> Parts => _parts;

    /// <summary>The command in the form for the log.</summary>
    public string Trace => _trace.ToString();

    /// <summary>The text between the quotes of a quoted string.</summary>
    public static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>Adds a space and this text unchanged; only for text of this library.</summary>
    public ImapCommand Add(string text) => Append(" " + text);

    /// <summary>Adds a space and a string with any content.</summary>
    public ImapCommand AddString(ReadOnlySpan<byte> value, bool isSecret = false)
    {
        Append(" ");
        return WriteString(value, isSecret);
    }

    public ImapCommand AddString(string value, bool isSecret = false) => AddString(Encoding.UTF8.GetBytes(value), isSecret);

    /// <summary>Adds a space and this text unchanged; the log must not show it.</summary>
    public ImapCommand AddSecret(string text)
    {
        Write(" " + text);
        _trace.Append(" ***");
        return this;
    }

    /// <summary>Adds a space and a list of flags.</summary>
    /// <exception cref="ArgumentException">A flag has a character that is not allowed in flags.</exception>
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

    /// <summary>Adds a space and the bytes of a stream from its current position to its end.</summary>
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

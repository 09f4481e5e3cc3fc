using System.Buffers;
using System.Text;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Smtp.Protocol;

/// <summary>Reads answers of one or several lines (RFC 5321, section 4.2.1). Their number and length are limited.</summary>
internal sealed class ReplyReader(Stream stream, SmtpConnectionOptions options, ProtocolTrace trace) : IAsyncDisposable
{
    /// <summary>The RFC allows 512 bytes; some servers send links to their help pages.</summary>
    private const int MaxLineLength = 4096;
    private const int MaxLines = 200;

    private readonly LineReader _lines = new(stream, options, SmtpConnectionException.Of, MaxLineLength);

    public bool HasBufferedData => _lines.HasBufferedData;

    public Patience Patience => _lines.Patience;

    /// <exception cref="SmtpConnectionException">The connection broke, or no data came for too long.</exception>
    /// <exception cref="SmtpProtocolException">The line is not a valid answer.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        string? enhanced = null;
        for (var code = 0; ;)
        {
            var line = await _lines.ReadLineAsync(cancellationToken);
            trace.Server(line);
            if (!ReplyLine.TryParse(line, out var parsed) || (code != 0 && parsed.Code != code))
            {
                throw new SmtpProtocolException($"The server sent an invalid reply: {trace.Masked(ReplyLine.Clean(line))}");
            }

            if (texts.Count == MaxLines)
            {
                throw new SmtpProtocolException($"The server sent a reply of more than {MaxLines} lines.");
            }

            code = parsed.Code;
            enhanced ??= parsed.EnhancedCode;
            texts.Add(trace.Masked(parsed.Text));
            if (parsed.IsLast)
            {
                return new SmtpReply(code, enhanced, texts);
            }
        }
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();
}

/// <summary>One line of an answer.</summary>
internal readonly record struct ReplyLine(int Code, bool IsLast, string? EnhancedCode, string Text)
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Select(code => (char)code)]);

    public static bool TryParse(ReadOnlySpan<byte> line, out ReplyLine parsed)
    {
        parsed = default;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2]))
        {
            return false;
        }

        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))
        {
            return false;
        }

        var code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        var text = Clean(line.Length > 4 ? line[4..] : default);
        var length = EnhancedLength(text, line[0]);
        parsed = new ReplyLine(code, line.Length == 3 || line[3] == ' ', length > 0 ? text[..length] : null, text[length..].Trim());
        return true;
    }

    /// <summary>As text that cannot forge lines in a log.</summary>
    public static string Clean(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        return text.AsSpan().IndexOfAny(Controls) < 0 ? text : string.Concat(text.Select(character => Controls.Contains(character) ? ' ' : character));
    }

    /// <summary>Length of the status code at the start (RFC 2034): its class is that of the answer; 0 when there is none.</summary>
    private static int EnhancedLength(string text, byte codeClass)
    {
        var end = text.IndexOf(' ');
        var word = end < 0 ? text : text[..end];
        var parts = word.Split('.');
        return parts.Length == 3 && parts[0] == $"{(char)codeClass}" && parts.Skip(1).All(part => part.Length is 1 or 2 or 3 && part.All(char.IsAsciiDigit))
            ? word.Length
            : 0;
    }
}

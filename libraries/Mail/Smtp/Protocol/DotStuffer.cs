using System.Buffers;

namespace Services83.EMail.Mail.Smtp.Protocol;

/// <summary>
/// Converts a message to the form for DATA: every line end is CRLF and a dot at the start of a line is doubled (RFC 5321, sections 2.3.8
/// and 4.5.2). A lone CR or LF is a line end too: otherwise a server that reads it as one could be made to see the end of the message.
/// </summary>
internal sealed class DotStuffer
{
    private bool _isLineStart = true;
    private bool _isAfterCr;

    public void Append(ReadOnlySpan<byte> octets, IBufferWriter<byte> target)
    {
        while (!octets.IsEmpty)
        {
            if (_isAfterCr && octets[0] == '\n')
            {
                octets = octets[1..];
            }

            _isAfterCr = false;
            var end = octets.IndexOfAny((byte)'\r', (byte)'\n');
            var text = end < 0 ? octets : octets[..end];
            if (!text.IsEmpty)
            {
                if (_isLineStart && text[0] == '.')
                {
                    target.Write("."u8);
                }

                target.Write(text);
                _isLineStart = false;
            }

            if (end < 0)
            {
                return;
            }

            target.Write("\r\n"u8);
            _isLineStart = true;
            _isAfterCr = octets[end] == '\r';
            octets = octets[(end + 1)..];
        }
    }

    /// <summary>Ends the last line if the message did not.</summary>
    public void End(IBufferWriter<byte> target)
    {
        if (!_isLineStart)
        {
            target.Write("\r\n"u8);
        }
    }
}

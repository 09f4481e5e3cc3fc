namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>
/// How much a server may send until the end of a command. RFC 3501, section 5.2 lets it send anything at any time, so without a limit it
/// could keep the client reading for ever. The limits follow from what a server may have to report: some responses of any kind, the
/// requested data, and for each message of the open mailbox an answer, a change of flags and its removal.
/// </summary>
internal sealed class Allowance(ImapConnectionOptions options)
{
    /// <summary>Responses that any command may bring.</summary>
    private const long AnyResponses = 10_000;
    private const long ResponsesPerMessage = 3;

    /// <summary>Bytes that any command may bring.</summary>
    private const long AnyOctets = 64 * 1024 * 1024;

    /// <summary>Bytes for each further response. Requested contents do not count: the options limit each of them.</summary>
    private const long OctetsPerResponse = 1024;

    private long _messages;
    private long _asked;
    private long _contents;
    private long _responses;
    private long _octets;

    private long MostResponses => AnyResponses + _asked + (ResponsesPerMessage * _messages);

    private long MostOctets => AnyOctets + (OctetsPerResponse * (MostResponses - AnyResponses));

    /// <summary>Starts counting again, for a command.</summary>
    /// <param name="messages">Number of messages in the open mailbox.</param>
    public void Renew(long messages, ImapCommand? command)
    {
        _messages = Math.Min(messages, options.MaxMessages);
        _asked = command?.Answers ?? 0;
        _contents = command?.Contents ?? 0;
        (_responses, _octets) = (0, 0);
    }

    /// <summary>Counts each complete response.</summary>
    /// <exception cref="ImapProtocolException">There are too many.</exception>
    public void Charge(RawResponse raw, Response response)
    {
        // A mailbox that is being opened reports its size now.
        if (response is ExistsResponse exists)
        {
            _messages = Math.Max(_messages, Math.Min(exists.Count, options.MaxMessages));
        }

        _octets += raw.Text.Length;
        if (response is FetchDataResponse && raw.Literals.Count > 0 && _contents > 0)
        {
            _contents--;
        }
        else
        {
            _octets += raw.Literals.Sum(literal => literal.Length);
        }

        if (++_responses > MostResponses)
        {
            throw new ImapProtocolException($"The server sent more than {MostResponses} responses to one command, with {_messages} messages in the mailbox.");
        }

        if (_octets > MostOctets)
        {
            throw new ImapProtocolException($"The server sent more than {MostOctets} bytes to one command, with {_messages} messages in the mailbox.");
        }
    }
}

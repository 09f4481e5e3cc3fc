namespace Services83.EMail.Sandbox.Smtp;

/// <summary>A message that a client has sent.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="User">Who was logged in.</param>
/// <param name="From">The sender of the envelope; empty for a notification.</param>
/// <param name="Recipients">The recipients of the envelope.</param>
/// <param name="Raw">The bytes as the client sent them, without dot-stuffing.</param>
public sealed record SandboxSentMessage(int Number, string User, string From, IReadOnlyList<string> Recipients, ReadOnlyMemory<byte> Raw);

/// <summary>The latest messages that clients have sent, at most 1,000 and 256 MiB. Safe to use from any thread.</summary>
public sealed class SandboxSentMail
{
    private const int MaxMessages = 1000;
    private const long MaxBytes = 256L << 20;

    private readonly Lock _gate = new();
    private readonly Queue<SandboxSentMessage> _messages = new();
    private long _bytes;
    private int _lastNumber;

    /// <summary>A snapshot, the oldest first.</summary>
    public IReadOnlyList<SandboxSentMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Deletes all messages; the next one has the number 1.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            _bytes = 0;
            _lastNumber = 0;
        }
    }

    internal void Add(string user, string from, IReadOnlyList<string> recipients, ReadOnlyMemory<byte> raw)
    {
        lock (_gate)
        {
            _messages.Enqueue(new SandboxSentMessage(++_lastNumber, user, from, recipients, raw));
            _bytes += raw.Length;
            while (_messages.Count > MaxMessages || _bytes > MaxBytes)
            {
                _bytes -= _messages.Dequeue().Raw.Length;
            }
        }
    }
}

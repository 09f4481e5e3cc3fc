using System.Globalization;

namespace Services83.EMail.Sync.Reading;

/// <summary>
/// The room that is left for messages of an account during one run. Messages that do not fit are left on the mail server: each later run finds
/// them missing again. For one run; not safe for concurrent use.
/// </summary>
/// <param name="most">The limit in bytes; <see cref="long.MaxValue"/> for none.</param>
/// <param name="maxMessageBytes">Of larger messages only the header is stored, which does not count.</param>
/// <param name="used">The bytes that are stored.</param>
/// <param name="detached">
/// The sizes of stored messages that have left their folders. A missing message of that size may be one of them, which needs no room.
/// </param>
internal sealed class CacheRoom(long most, long maxMessageBytes, long used, Dictionary<long, int> detached)
{
    private long _planned = used;
    private long _stored = used;
    private long _extra;

    /// <summary>How many messages were left on the mail server.</summary>
    public int Refused { get; private set; }

    /// <summary>Whether one of the messages that were left may be a stored one in a new place.</summary>
    public bool HasRefusedKnown { get; private set; }

    /// <summary>Whether more has arrived than there was room for: the server sends more than it told.</summary>
    public bool IsExceeded => _stored > Most;

    private long Most => most + _extra;

    public static CacheRoom Unlimited() => new(long.MaxValue, long.MaxValue, 0, []);

    /// <summary>Takes room for a message.</summary>
    /// <param name="size">Its size as the server told it; 0 when it did not.</param>
    /// <returns>Whether the message may be fetched.</returns>
    public bool TryTake(ulong size)
    {
        var bytes = size > (ulong)maxMessageBytes ? 0 : (long)size;
        if (_planned + bytes <= Most && !IsExceeded)
        {
            _planned += bytes;
            return true;
        }

        if (bytes > 0 && detached.TryGetValue(bytes, out var left))
        {
            if (left > 0)
            {
                // If it is another message after all, the cache is larger by this message until the other one is deleted.
                detached[bytes] = left - 1;
                _extra += bytes;
                return true;
            }

            HasRefusedKnown = true;
        }

        Refused++;
        return false;
    }

    /// <summary>Counts a message that has arrived.</summary>
    public void Add(long bytes) => _stored += bytes;

    /// <summary>The error for callers and operators.</summary>
    public ThrottledException Error() => new(
        $"The cache of this account is full: it may hold {most.ToString("N0", CultureInfo.InvariantCulture)} bytes (the account's own limit or Sync:MaxCacheBytes). "
        + $"{Left()} Delete messages, or ask the administrator for a higher limit.");

    private string Left() => Refused switch
    {
        0 => "The mail server sends more than it told.",
        1 => "One message was left on the mail server.",
        _ => $"{Refused} messages were left on the mail server.",
    };
}

using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// Failure counters that the processes on one database have in common: each tells the others what it counts. A message may get lost; then the
/// others count one failure less, or one that was forgotten. Messages hold hashes, so no process sees a name in them that it does not know.
/// </summary>
public sealed class SharedFailures
{
    private readonly FailureCounters _counters;
    private readonly ISignals _signals;
    private readonly string _topic;

    /// <param name="topic">What is counted, in one word; the same in every process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="signals">The way to the others.</param>
    public SharedFailures(string topic, TimeProvider time, ISignals signals)
    {
        (_counters, _signals, _topic) = (new FailureCounters(time), signals, topic);
        signals.Listen(topic, Hear);
    }

    public int CountOf(string key) => _counters.CountOf(HashOf(key));

    /// <summary>Counts a failure under each of the keys.</summary>
    public void Add(params ReadOnlySpan<string> keys)
    {
        var hashes = new string[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            hashes[i] = HashOf(keys[i]);
        }

        _counters.Add(hashes);
        Tell('+', hashes);
    }

    public void Forget(string key)
    {
        var hash = HashOf(key);
        if (_counters.CountOf(hash) > 0)
        {
            _counters.Forget(hash);
            Tell('-', hash);
        }
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)), 0, 16);

    /// <summary>Nobody waits for it: a failure to send is ignored.</summary>
    private void Tell(char what, params string[] hashes)
    {
        var text = $"{what} {string.Join(' ', hashes)}";
        _ = Task.Run(() => _signals.SendAsync(_topic, text, CancellationToken.None));
    }

    private void Hear(string text)
    {
        var words = text.Split(' ');
        foreach (var hash in words[1..])
        {
            if (words[0] == "+")
            {
                _counters.Add(hash);
            }
            else
            {
                _counters.Forget(hash);
            }
        }
    }
}

using Microsoft.Extensions.Options;
using Services83.EMail.Sync;

namespace Services83.EMail.Agent.NamedServer;

/// <summary>What several messages in one reply may amount to: as much as the largest single one.</summary>
internal sealed class ReplyBudget(IOptions<SyncOptions> options)
{
    /// <exception cref="InvalidArgumentException">They are more; nothing was fetched.</exception>
    public void Check(IEnumerable<(string Id, long Size)> messages)
    {
        var limit = options.Value.MaxMessageBytes;
        var left = limit;
        foreach (var (id, size) in messages)
        {
            left -= size;
            if (left < 0)
            {
                throw new InvalidArgumentException(
                    "MessageIds", $"Up to message '{id}' these are more than {limit} octets (Sync:MaxMessageBytes). Ask for fewer at a time.");
            }
        }
    }
}

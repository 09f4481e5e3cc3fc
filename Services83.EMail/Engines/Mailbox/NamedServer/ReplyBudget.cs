using Microsoft.Extensions.Options;
using Services83.EMail.Connections;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>What several messages in one reply may amount to: as much as the largest single one.</summary>
internal sealed class ReplyBudget(IOptions<MailOptions> options)
{
    /// <exception cref="InvalidArgumentException">They are more; nothing was fetched.</exception>
    public void Check(IEnumerable<(string Id, long Size)> messages)
    {
        var total = 0L;
        foreach (var (id, size) in messages)
        {
            total += size;
            Check(id, total);
        }
    }

    /// <summary>For what has come: servers may tell other sizes than they send.</summary>
    /// <exception cref="InvalidArgumentException">The messages up to this one are more.</exception>
    public void Check(string id, long total)
    {
        var limit = options.Value.MaxMessageBytes;
        if (total > limit)
        {
            throw new InvalidArgumentException(
                "MessageIds", $"Up to message '{id}' these are more than {limit} octets (Mail:MaxMessageBytes). Ask for fewer at a time.");
        }
    }
}

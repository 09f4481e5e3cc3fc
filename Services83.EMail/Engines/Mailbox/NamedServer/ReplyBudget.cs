using Microsoft.Extensions.Options;
using Services83.EMail.Connections;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>The size limit for several messages in one reply: the same as for the largest single one.</summary>
internal sealed class ReplyBudget(IOptions<MailOptions> options)
{
    /// <exception cref="InvalidArgumentException">They are larger; nothing was fetched.</exception>
    public void Check(IEnumerable<(string Id, long Size)> messages)
    {
        var total = 0L;
        foreach (var (id, size) in messages)
        {
            total += size;
            Check(id, total);
        }
    }

    /// <summary>Counts what has arrived: servers may send other sizes than they announced.</summary>
    /// <exception cref="InvalidArgumentException">The messages up to this one are larger.</exception>
    public void Check(string id, long total)
    {
        var limit = options.Value.MaxMessageBytes;
        if (total > limit)
        {
            throw new InvalidArgumentException(
                "MessageIds", $"The messages up to '{id}' have more than {limit} bytes together (Mail:MaxMessageBytes). Request fewer at a time.");
        }
    }
}

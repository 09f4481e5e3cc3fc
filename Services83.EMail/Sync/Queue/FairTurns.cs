using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Queue;

/// <summary>
/// Chooses the accounts that may run next. The numbers of running accounts, in total and per mail host, are limited. The associate with the
/// fewest running accounts gets the next turn, its longest waiting account first. The accounts of one associate never take more places than
/// they leave free, so that one associate with many accounts on servers that hang does not delay others.
/// </summary>
internal sealed class FairTurns
{
    private readonly Dictionary<string, int> _runningByHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, int> _runningByOwner = [];
    private readonly LinkedList<DueAccount> _waiting;
    private readonly int _places;
    private readonly int _perHost;
    private int _running;

    private FairTurns(IEnumerable<DueAccount> running, IEnumerable<DueAccount> waiting, int places, int perHost)
    {
        (_waiting, _places, _perHost) = (new(waiting), places, perHost);
        foreach (var account in running)
        {
            Count(account);
        }
    }

    /// <param name="running">The accounts that run, or have got their turn.</param>
    /// <param name="waiting">The others, the longest waiting one first.</param>
    /// <param name="places">The greatest number of running accounts.</param>
    /// <param name="perHost">The greatest number of running accounts at one mail host.</param>
    public static IReadOnlyList<DueAccount> Choose(IEnumerable<DueAccount> running, IEnumerable<DueAccount> waiting, int places, int perHost)
    {
        var turns = new FairTurns(running, waiting, places, perHost);
        var chosen = new List<DueAccount>();
        while (turns.Next() is { } next)
        {
            turns._waiting.Remove(next);
            turns.Count(next);
            chosen.Add(next);
        }

        return chosen;
    }

    private DueAccount? Next()
    {
        var free = _places - _running;
        return free <= 0 ? null : _waiting
            .Where(account => _runningByOwner.GetValueOrDefault(account.AssociateId) < free && _runningByHost.GetValueOrDefault(account.Host) < _perHost)
            .MinBy(account => _runningByOwner.GetValueOrDefault(account.AssociateId));
    }

    private void Count(DueAccount account)
    {
        _running++;
        _runningByHost[account.Host] = _runningByHost.GetValueOrDefault(account.Host) + 1;
        _runningByOwner[account.AssociateId] = _runningByOwner.GetValueOrDefault(account.AssociateId) + 1;
    }
}

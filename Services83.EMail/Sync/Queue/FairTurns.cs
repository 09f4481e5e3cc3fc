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
    private readonly int _places;
    private readonly int _perHost;
    private int _running;

    /// <param name="running">The accounts that run, or have got their turn.</param>
    /// <param name="places">The greatest number of running accounts.</param>
    /// <param name="perHost">The greatest number of running accounts at one mail host.</param>
    public FairTurns(IEnumerable<DueAccount> running, int places, int perHost)
    {
        (_places, _perHost) = (places, perHost);
        foreach (var account in running)
        {
            Count(account);
        }
    }

    /// <summary>Chooses as many of the waiting accounts as there are places; from then on they count as running.</summary>
    /// <param name="waiting">The longest waiting one first.</param>
    public IReadOnlyList<DueAccount> Choose(IEnumerable<DueAccount> waiting)
    {
        var left = new LinkedList<DueAccount>(waiting);
        var chosen = new List<DueAccount>();
        while (left.Where(HasPlaceFor).MinBy(account => _runningByOwner.GetValueOrDefault(account.AssociateId)) is { } next)
        {
            left.Remove(next);
            Count(next);
            chosen.Add(next);
        }

        return chosen;
    }

    /// <summary>Whether the account may run beside the others.</summary>
    public bool HasPlaceFor(DueAccount account) => HasPlaceFor(account.AssociateId, account.Host);

    /// <summary>Whether an account of this owner at this host may run beside the others.</summary>
    public bool HasPlaceFor(int associateId, string host) =>
        _runningByOwner.GetValueOrDefault(associateId) < _places - _running && _runningByHost.GetValueOrDefault(host) < _perHost;

    private void Count(DueAccount account)
    {
        _running++;
        _runningByHost[account.Host] = _runningByHost.GetValueOrDefault(account.Host) + 1;
        _runningByOwner[account.AssociateId] = _runningByOwner.GetValueOrDefault(account.AssociateId) + 1;
    }
}

using NUnit.Framework;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Tests.Sync.Queue;

[TestFixture]
public sealed class FairTurnsTests
{
    private readonly List<DueAccount> _running = [];
    private readonly List<DueAccount> _waiting = [];
    private (int Places, int PerHost) _limits = (100, 2);

    [SetUp]
    public void Start_empty()
    {
        _running.Clear();
        _waiting.Clear();
        _limits = (100, 2);
    }

    [Test]
    public void No_more_accounts_of_a_host_run_at_once_than_its_budget()
    {
        Offer("a", 1, 2, 3);

        Assert.That(Taken(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Taken(), Is.Empty);

        Done(1);
        Assert.That(Taken(), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void A_busy_host_keeps_no_other_host_waiting()
    {
        Offer("slow", 1, 2, 3);
        Taken();

        Offer("fast", 4);

        Assert.That(Taken(), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public void Host_names_differ_not_by_letter_case()
    {
        Offer("mail.example", 1, 2);
        Offer("MAIL.example", 3);

        Assert.That(Taken(), Has.Length.EqualTo(2));
    }

    [Test]
    public void No_more_accounts_run_at_once_than_there_are_places()
    {
        _limits = (1, 2);
        Offer("a", 1);
        OfferOf(owner: 2, "b", 2);

        Assert.That(Taken(), Is.EqualTo(new[] { 1 }));
        Done(1);
        Assert.That(Taken(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Nobody_gets_a_turn_when_there_are_fewer_places_than_before()
    {
        Offer("a", 1, 2);
        Taken();
        _limits = (1, 2);
        OfferOf(owner: 2, "b", 3);

        Assert.That(Taken(), Is.Empty);
    }

    [Test]
    public void Nobody_takes_more_places_than_are_left_to_others()
    {
        _limits = (20, 4);
        for (var host = 0; host < 7; host++)
        {
            OfferOf(owner: 1, $"hanging{host}", [.. Enumerable.Range(host * 4, 4)]);
        }

        Assert.That(Taken(), Has.Length.EqualTo(10));
        OfferOf(owner: 2, "fast", 101, 102);
        OfferOf(owner: 3, "faster", 103);
        Assert.That(Taken(), Is.EquivalentTo(new[] { 101, 102, 103 }));
    }

    [Test]
    public void At_a_host_those_take_turns_who_wait_there()
    {
        OfferOf(owner: 1, "a", 1, 2, 3, 4);
        OfferOf(owner: 2, "a", 5, 6);

        Assert.That(Taken(), Is.EqualTo(new[] { 1, 5 }));
    }

    private void Offer(string host, params int[] accounts) => OfferOf(owner: 1, host, accounts);

    private void OfferOf(int owner, string host, params int[] accounts) =>
        _waiting.AddRange(accounts.Select(account => new DueAccount { AccountId = account, AssociateId = owner, Host = host }));

    private void Done(int account) => _running.RemoveAll(running => running.AccountId == account);

    private int[] Taken()
    {
        var turns = new FairTurns(_running, _limits.Places, _limits.PerHost);
        var chosen = turns.Choose(_waiting);
        _running.AddRange(chosen);
        _waiting.RemoveAll(chosen.Contains);
        Assert.That(_waiting.Where(turns.HasPlaceFor), Is.Empty, "nobody waits beside a free place");
        return [.. chosen.Select(account => account.AccountId)];
    }
}

using NUnit.Framework;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Tests.Sync.Queue;

[TestFixture]
public sealed class HostQueuesTests
{
    private HostQueues _queues = new(maxAtOnce: 100, maxPerHost: 2);

    [SetUp]
    public void Start_empty() => _queues = new HostQueues(maxAtOnce: 100, maxPerHost: 2);

    [Test]
    public void No_more_accounts_of_a_host_run_at_once_than_its_budget()
    {
        Offer("a", 1, 2, 3);

        Assert.That(Taken(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Taken(), Is.Empty);

        _queues.Done(1, again: false);
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
    public void A_waiting_account_waits_once()
    {
        Offer("a", 1, 2, 3, 3, 3);
        Taken();
        _queues.Done(1, again: false);
        _queues.Done(2, again: false);

        Assert.That(Taken(), Is.EqualTo(new[] { 3 }));
        _queues.Done(3, again: false);
        Assert.That(Taken(), Is.Empty);
    }

    [Test]
    public void An_account_that_was_offered_while_it_ran_gets_another_turn()
    {
        Offer("a", 1);
        Taken();
        Offer("a", 1);

        Assert.That(Taken(), Is.Empty);
        _queues.Done(1, again: false);
        Assert.That(Taken(), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void An_account_is_known_while_it_waits_or_runs()
    {
        Assert.That(_queues.Knows(1), Is.False);
        Offer("a", 1);
        Assert.That(_queues.Knows(1), Is.True);
        Taken();
        Assert.That(_queues.Knows(1), Is.True);
        _queues.Done(1, again: false);
        Assert.That(_queues.Knows(1), Is.False);
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
        _queues = new HostQueues(maxAtOnce: 1, maxPerHost: 2);
        Offer("a", 1);
        OfferOf(owner: 2, "b", 2);

        Assert.That(Taken(), Is.EqualTo(new[] { 1 }));
        _queues.Done(1, again: false);
        Assert.That(Taken(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Nobody_takes_more_places_than_are_left_to_others()
    {
        _queues = new HostQueues(maxAtOnce: 20, maxPerHost: 4);
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

    private void OfferOf(int owner, string host, params int[] accounts)
    {
        foreach (var account in accounts)
        {
            _queues.Offer(account, owner, host);
        }
    }

    private int[] Taken() => [.. _queues.TakeReady()];
}

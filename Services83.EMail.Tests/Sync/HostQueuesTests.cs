using NUnit.Framework;
using Services83.EMail.Sync;

namespace Services83.EMail.Tests.Sync;

[TestFixture]
public sealed class HostQueuesTests
{
    private HostQueues _queues = new(maxPerHost: 2);

    [SetUp]
    public void Start_empty() => _queues = new HostQueues(maxPerHost: 2);

    [Test]
    public void No_more_accounts_of_a_host_run_at_once_than_its_budget()
    {
        Offer("a", 1, 2, 3);

        Assert.That(Taken(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Taken(), Is.Empty);

        _queues.Done(1, "a");
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
        _queues.Done(1, "a");
        _queues.Done(2, "a");

        Assert.That(Taken(), Is.EqualTo(new[] { 3 }));
        Assert.That(_queues.Done(3, "a"), Is.False);
    }

    [Test]
    public void An_account_that_was_offered_while_it_ran_is_to_be_offered_again()
    {
        Offer("a", 1);
        Taken();
        Offer("a", 1);

        Assert.That(Taken(), Is.Empty);
        Assert.That(_queues.Done(1, "a"), Is.True);
    }

    [Test]
    public void An_account_is_known_while_it_waits_or_runs()
    {
        Assert.That(_queues.Knows(1), Is.False);
        Offer("a", 1);
        Assert.That(_queues.Knows(1), Is.True);
        Taken();
        Assert.That(_queues.Knows(1), Is.True);
        _queues.Done(1, "a");
        Assert.That(_queues.Knows(1), Is.False);
    }

    [Test]
    public void Host_names_differ_not_by_letter_case()
    {
        Offer("mail.example", 1, 2);
        Offer("MAIL.example", 3);

        Assert.That(Taken(), Has.Length.EqualTo(2));
    }

    private void Offer(string host, params int[] accounts)
    {
        foreach (var account in accounts)
        {
            _queues.Offer(account, host);
        }
    }

    private int[] Taken() => [.. _queues.TakeReady().Select(ready => ready.AccountId)];
}

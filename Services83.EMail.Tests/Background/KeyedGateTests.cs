using NUnit.Framework;
using Services83.EMail.Background;

namespace Services83.EMail.Tests.Background;

public sealed class KeyedGateTests
{
    [Test]
    public async Task So_many_are_inside_for_each_key_and_the_next_waits_for_the_first_that_goes()
    {
        var gate = new KeyedGate<string>(2, StringComparer.OrdinalIgnoreCase);
        var first = await gate.EnterAsync("a", CancellationToken.None);
        using var second = await gate.EnterAsync("A", CancellationToken.None);
        using var other = await gate.EnterAsync("b", CancellationToken.None);

        var third = gate.EnterAsync("a", CancellationToken.None);
        Assert.That(third.IsCompleted, Is.False);
        Assert.That((gate.Inside("a"), gate.Inside("b"), gate.Inside("c")), Is.EqualTo((2, 1, 0)));
        first.Dispose();
        first.Dispose();

        using var inside = await third;
        Assert.That(gate.Inside("a"), Is.EqualTo(2), "A turn ends once.");
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_nobodys_turn()
    {
        var gate = new KeyedGate<int>(1);
        var turn = await gate.EnterAsync(1, CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var waiting = gate.EnterAsync(1, impatient.Token);

        await impatient.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        turn.Dispose();

        using var next = await gate.EnterAsync(1, CancellationToken.None);
        Assert.That(gate.Inside(1), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_that_want_the_same_keys_do_not_wait_for_each_other()
    {
        var gate = new KeyedGate<int>(1);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using var all = await gate.EnterAsync(i % 2 == 0 ? [1, 2, 3, 3] : [3, 2, 1], CancellationToken.None);
            Assert.That(gate.Inside(2), Is.EqualTo(1));
        })));

        Assert.That((gate.Inside(1), gate.Inside(2), gate.Inside(3)), Is.EqualTo((0, 0, 0)));
    }
}

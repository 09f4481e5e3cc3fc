using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections;

[CancelAfter(60_000)]
public sealed class ServerLoginThrottleTests
{
    private const int Anna = 11;

    [Test]
    public async Task A_burst_of_guesses_is_stopped_like_guesses_one_after_another(CancellationToken cancellationToken)
    {
        var throttle = new ServerLoginThrottle(new ManualTimeProvider(), new LocalSignals());
        var judged = new TaskCompletionSource();
        var attempts = 0;
        var burst = Enumerable.Range(0, 50).Select(_ => throttle.TryAsync<int>(Anna, "mail.example.com", "anna", RefuseAsync, _ => true, cancellationToken)).ToArray();

        judged.SetResult();
        var errors = await Task.WhenAll(burst.Select(one => Assert.CatchAsync<Exception>(() => one)));

        Assert.That(attempts, Is.LessThan(ServerLoginThrottle.MaxPerUser + ServerLoginThrottle.AtATime));
        Assert.That(errors.Count(error => error is ThrottledException), Is.EqualTo(50 - attempts));

        async Task<int> RefuseAsync()
        {
            Interlocked.Increment(ref attempts);
            await judged.Task;
            throw new UnauthorizedAccessException();
        }
    }
}

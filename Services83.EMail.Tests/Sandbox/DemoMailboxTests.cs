using NUnit.Framework;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Tests.Sandbox;

[TestFixture]
[CancelAfter(20_000)]
public sealed class DemoMailboxTests
{
    private static readonly TimeProvider Clock = new StoppedClock();

    [Test]
    public void The_same_seed_and_moment_give_the_same_octets()
    {
        var one = SandboxMailboxes.CreateDemo(7, Clock);
        var other = SandboxMailboxes.CreateDemo(7, Clock);

        Assert.That(Digest(one), Is.EqualTo(Digest(other)));
        Assert.That(Digest(SandboxMailboxes.CreateDemo(8, Clock)), Is.Not.EqualTo(Digest(one)));
    }

    [TestCase(0, "lockman@sandbox.example", 180, 230)]
    [TestCase(1, "blabaer@sandbox.example", 130, 170)]
    public void Each_account_holds_the_promised_amount_of_mail(int index, string user, int least, int most)
    {
        var account = SandboxMailboxes.CreateDemo(1, Clock)[index];

        Assert.That(account.User, Is.EqualTo(user));
        Assert.That(account.Folders.Sum(folder => folder.Messages.Count), Is.InRange(least, most));
        Assert.That(account.Folders.Where(folder => folder.IsSelectable).Select(folder => folder.Messages.Count), Has.All.GreaterThan(0));
    }

    [Test]
    public void All_dates_lie_within_400_days_before_now()
    {
        var dates = SandboxMailboxes.CreateDemo(1, Clock).SelectMany(account => account.Folders)
            .SelectMany(folder => folder.Messages).Select(message => message.InternalDate).ToArray();

        Assert.That(dates, Has.All.InRange(Clock.GetUtcNow().AddDays(-400), Clock.GetUtcNow()));
    }

    [Test]
    public void There_is_a_message_of_a_megabyte_and_all_octets_are_lines_that_IMAP_can_carry()
    {
        var messages = SandboxMailboxes.CreateDemo(1, Clock)[0].Inbox.Messages;

        Assert.That(messages.Max(message => message.Raw.Length), Is.InRange(1_000_000, 1_200_000));
        Assert.That(messages.Where(message => HasBareLineEnd(message.Raw.Span)), Is.Empty);
        Assert.That(messages.Where(message => message.Raw.Span.Contains((byte)0)), Is.Empty);
    }

    private static bool HasBareLineEnd(ReadOnlySpan<byte> raw)
    {
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '\n' && (at == 0 || raw[at - 1] != '\r'))
            {
                return true;
            }
        }
        return false;
    }

    private static string Digest(IEnumerable<SandboxAccount> accounts) => string.Join(
        '\n', accounts.SelectMany(account => account.Folders).SelectMany(folder => folder.Messages.Select(message =>
            $"{folder.Name} {message.Uid} {message.InternalDate:O} {string.Join(' ', message.Flags)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(message.Raw.Span))}")));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    }
}

using NUnit.Framework;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(60_000)]
public sealed class ResponseSplittingTests
{
    private static readonly ImapConnectionOptions WithFiles = ResponseText.Options with { InMemoryLiteralLimit = 8 };

    [Test]
    public async Task Where_the_network_cuts_makes_no_difference(CancellationToken cancellationToken)
    {
        var whole = await ResponseText.ReadAsync(Transcripts.Session, _ => int.MaxValue, ResponseText.Options, cancellationToken);
        Assert.That(whole, Does.Not.Contain("ERROR").IgnoreCase);
        Assert.That(whole.Split('\n').Length, Is.GreaterThan(40));

        for (var cut = 1; cut < Transcripts.Session.Length; cut++)
        {
            var text = await ResponseText.ReadAsync(Transcripts.Session, at => at < cut ? cut - at : int.MaxValue, WithFiles, cancellationToken);
            Assert.That(text, Is.EqualTo(whole), $"cut at {cut}");
        }
    }

    [Test]
    public async Task Octet_by_octet_gives_the_same([Values(1, 2, 3, 7, 64)] int size, CancellationToken cancellationToken)
    {
        var whole = await ResponseText.ReadAsync(Transcripts.Session, _ => int.MaxValue, ResponseText.Options, cancellationToken);

        Assert.That(await ResponseText.ReadAsync(Transcripts.Session, _ => size, WithFiles, cancellationToken), Is.EqualTo(whole));
    }
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;
using Shouldly;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(30_000)]
public sealed class DovecotListTests
{
    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Test]
    public async Task One_list_tells_special_use_subscription_and_status(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user001", cancellationToken);

        var mailboxes = await client.ListAsync(cancellationToken);

        mailboxes.Select(mailbox => mailbox.Name).ShouldBe(["INBOX", "Drafts", "Sent", "Trash", "Junk"], ignoreOrder: true);
        var drafts = mailboxes.Single(mailbox => mailbox.Name == "Drafts");
        drafts.SpecialUse.ShouldBe("\\Drafts");
        drafts.IsSubscribed.ShouldBeTrue();
        drafts.Delimiter.ShouldBe('/');
        drafts.Status.ShouldNotBeNull();
        drafts.Status.UidValidity.ShouldNotBeNull();
        drafts.Status.Messages.ShouldBe(0u);
    }
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Lists and targets that cannot be, on a real server.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class ChangeRefusalTests() : NamedServerFixture(RealServer.Dovecot)
{
    [TestCase("MoveToFolder", "TargetFolder", null)]
    [TestCase("MoveToFolder", "TargetFolder", "")]
    [TestCase("MoveToFolder", "TargetFolder", "inbox")]
    [TestCase("Delete", "MoveToFolder", "INBOX")]
    [TestCase("EmptyFolder", "MoveToFolder", "Inbox")]
    [TestCase("MoveToFolder", "TargetFolder", "a\tb")]
    public async Task A_target_that_is_none_is_refused(string operation, string argument, string? target)
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        var error = Refused(await AskAsync(operation, Named(user), ("MessageServerIds", ids), (argument, target)), "InvalidArgument");

        Assert.That(error.Parameters!["argument"], Is.EqualTo(argument));
        Assert.That(await SubjectsAsync(user, "INBOX"), Is.EqualTo(new[] { "one" }));
    }

    [TestCase("MarkAsRead")]
    [TestCase("Delete")]
    [TestCase("MoveToFolder")]
    public async Task An_empty_list_and_none_do_nothing(string operation)
    {
        var user = TakeUser();
        await CreateAsync(user, "Target");
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        foreach (var list in (int[]?[])[null, []])
        {
            var reply = Succeeded(await AskAsync(operation, Named(user), ("MessageServerIds", list), ("TargetFolder", "Target"), ("Read", true)));
            Assert.That(reply.ExtraInfo, Is.Empty);
        }

        Assert.That((await ListAsync(user, "INBOX"))[ids[0]], Is.Empty);
    }
}

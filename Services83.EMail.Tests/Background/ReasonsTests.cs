using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Background;

/// <summary>A failure is told without what only operators may read.</summary>
public sealed class ReasonsTests
{
    private const string Path = "/var/lib/email/secret.db";

    [Test]
    public void An_unexpected_error_is_named_by_its_type_and_only_operators_read_its_message()
    {
        var error = new IOException($"No space left on device: '{Path}'");

        Assert.That(Reasons.Of(error), Does.Contain(nameof(IOException)).And.Not.Contain(Path));
        Assert.That(Reasons.ForOperators(error), Is.EqualTo(error.Message));
    }

    [Test]
    public void Errors_of_this_program_are_told_in_their_own_words()
    {
        Assert.That(Reasons.Of(new EntityNotFoundException("There is no account 7.", "accountId", "7")), Is.EqualTo("There is no account 7."));
        Assert.That(Reasons.Of(new Services83.EMail.Mail.Imap.ImapProtocolException("The server sent nonsense.")), Is.EqualTo("The server sent nonsense."));
    }

    [Test]
    public void The_database_is_told_without_its_name()
    {
        var error = new StorageException($"The disk of {Path} is full.", isTransient: true) { Summary = "The disk is full." };

        Assert.That((Reasons.Of(error), Reasons.ForOperators(error)), Is.EqualTo(("The disk is full.", "The disk is full.")));
    }
}

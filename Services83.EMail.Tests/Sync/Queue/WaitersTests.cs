using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Sync.Queue;

/// <summary>Many callers wait for one sync that fails: each gets the whole failure, as a separate exception object.</summary>
public sealed class WaitersTests
{
    private static readonly Exception[] Failures =
    [
        new MailServerException("mail.example", "The server refused.", transient: false),
        new EntityNotFoundException("There is no account 7 to sync.", "accountId", "7"),
        new ThrottledException("Too often.") { RetryAfter = TimeSpan.FromMinutes(15) },
        new StorageException("'/var/data/email.db' is damaged.", isTransient: true) { Summary = "The database is damaged." },
        new InvalidOperationException("nobody foresaw this"),
    ];

    [TestCaseSource(nameof(Failures))]
    public void Each_who_waits_gets_an_exception_of_its_own(Exception failure)
    {
        var outcome = new SyncOutcome(7, 0, failure);

        var thrown = new[] { Catch(outcome), Catch(outcome) };

        Assert.That(thrown, Is.Unique.And.None.SameAs(failure));
        Assert.That(thrown.Select(error => error.Message), Is.All.EndsWith(failure.Message));
        Assert.That(thrown.Select(error => error.GetType()), Is.All.EqualTo(failure.GetType()));
    }

    [Test]
    public void They_are_told_as_much_as_the_first()
    {
        Assert.That(((MailServerException)Catch(new(7, 0, Failures[0]))).Parameters["server"], Is.EqualTo("mail.example"));
        Assert.That(((EntityNotFoundException)Catch(new(7, 0, Failures[1]))).Parameters["accountId"], Is.EqualTo("7"));
        Assert.That(((ThrottledException)Catch(new(7, 0, Failures[2]))).RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(15)));
        var storage = (StorageException)Catch(new(7, 0, Failures[3]));
        Assert.That((storage.Summary, storage.IsTransient), Is.EqualTo(("The database is damaged.", true)));
    }

    [Test]
    public void Too_many_refused_logins_are_over_before_what_somebody_has_to_mend() =>
        Assert.That(Failures.Select(failure => new SyncOutcome(7, 0, failure).IsTransient), Is.EqualTo(new[] { false, false, true, true, true }));

    [TestCaseSource(nameof(Failures))]
    public void Who_waits_in_another_process_gets_the_same(Exception failure)
    {
        var here = Catch(new SyncOutcome(7, 0, failure));
        var elsewhere = Catch(new SyncOutcome(7, 0, StoredFailure.Read(StoredFailure.Write(failure))));

        Assert.That(elsewhere.GetType(), Is.EqualTo(here.GetType()));
        switch (here)
        {
            case AgentException error:
                Assert.That(elsewhere.Message, Is.EqualTo(here.Message));
                Assert.That(((AgentException)elsewhere).Parameters, Is.EqualTo(error.Parameters));
                Assert.That(((AgentException)elsewhere).Kind, Is.EqualTo(error.Kind));
                break;
            case StorageException error:
                Assert.That((((StorageException)elsewhere).Summary, ((StorageException)elsewhere).IsTransient), Is.EqualTo((error.Summary, error.IsTransient)));
                Assert.That(elsewhere.Message, Does.Not.Contain("/var"));
                break;
            default:
                Assert.That(elsewhere.Message, Does.Not.Contain("nobody foresaw"));
                break;
        }
    }

    private static Exception Catch(SyncOutcome outcome) => Assert.Catch(outcome.ThrowIfFailed)!;
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Identity;

public sealed class CallPaceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestLog _log = new();

    private static StoredAssociate User(int id, UserType type = UserType.InternalAssociate) => new() { AssociateId = id, LoginName = $"user{id}", UserType = type };

    [Test]
    public void After_as_many_calls_as_allowed_a_user_waits_until_the_minute_is_over_and_the_others_do_not()
    {
        var pace = Pace(most: 3);
        for (var i = 0; i < 3; i++)
        {
            pace.Count(User(1));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        var refused = Assert.Throws<ThrottledException>(() => pace.Count(User(1)))!;
        Assert.Throws<ThrottledException>(() => pace.Count(User(1)));
        pace.Count(User(2));
        _time.Advance(TimeSpan.FromSeconds(45));
        pace.Count(User(1));

        Assert.That((refused.Kind, refused.RetryAfter), Is.EqualTo((ErrorKind.Throttled, (TimeSpan?)TimeSpan.FromSeconds(45))));
        Assert.That(_log.Lines.Count(line => line.Contains("user1 has called 3 times within a minute", StringComparison.Ordinal)), Is.EqualTo(1), "once a minute");
    }

    [Test]
    public void Without_a_limit_and_for_system_users_nothing_is_counted()
    {
        var (unlimited, limited) = (Pace(most: 0), Pace(most: 1));

        Assert.That(
            () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    unlimited.Count(User(1));
                    limited.Count(User(1, UserType.SystemAssociate));
                }
            },
            Throws.Nothing);
    }

    [Test]
    public void A_user_may_have_a_limit_of_its_own_a_system_user_too()
    {
        var pace = Pace(most: 2);
        var (more, unlimited, program) = (User(21) with { MaxCallsPerMinute = 3 }, User(22) with { MaxCallsPerMinute = 0 }, User(23, UserType.SystemAssociate) with { MaxCallsPerMinute = 1 });
        for (var i = 0; i < 3; i++)
        {
            pace.Count(more);
            pace.Count(unlimited);
        }

        pace.Count(unlimited);
        pace.Count(program);
        Assert.That(() => pace.Count(more), Throws.InstanceOf<ThrottledException>().With.Message.Contains("(the user's own limit)"));
        Assert.That(() => pace.Count(program), Throws.InstanceOf<ThrottledException>());
    }

    private CallPace Pace(int most) => new(Options.Create(new IdentityOptions { MaxCallsPerMinute = most }), _time, new Logger<CallPace>(new LoggerFactory([_log])));
}

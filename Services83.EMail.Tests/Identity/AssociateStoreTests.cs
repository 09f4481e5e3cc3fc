using NUnit.Framework;
using Services83.EMail.Identity;

namespace Services83.EMail.Tests.Identity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AssociateStoreTests : IDisposable
{
    private IdentityFixture _identity = null!;

    private AssociateStore Store => _identity.Associates;

    [SetUp]
    public async Task SetUp() => _identity = await IdentityFixture.CreateAsync();

    public void Dispose() => _identity.Dispose();

    [Test]
    public async Task An_id_may_be_chosen_or_left_to_the_database()
    {
        var chosen = await AddAsync(new StoredAssociate { AssociateId = 162, LoginName = "a" });
        var next = await AddAsync(new StoredAssociate { LoginName = "b" });

        Assert.That(chosen.AssociateId, Is.EqualTo(162));
        Assert.That(next.AssociateId, Is.EqualTo(163));
        Assert.That(next.CreatedAt, Is.EqualTo(_identity.Time.GetUtcNow()));
    }

    [TestCase("SAL0")]
    [TestCase("sal0")]
    [TestCase(" sal0 ")]
    public async Task A_login_name_is_taken_in_every_letter_case(string name)
    {
        await Assert.CatchAsync<InvalidArgumentException>(() => AddAsync(new StoredAssociate { LoginName = name }));
    }

    [Test]
    public async Task Letters_beyond_ASCII_have_cases_too()
    {
        await AddAsync(new StoredAssociate { AssociateId = 163, LoginName = "Blåbær" });

        Assert.That((await Store.FindByLoginNameAsync("BLÅBÆR", CancellationToken.None))?.AssociateId, Is.EqualTo(163));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("7T:abc")]
    public async Task A_login_name_is_there_and_does_not_look_like_a_ticket(string name)
    {
        await Assert.CatchAsync<InvalidArgumentException>(() => AddAsync(new StoredAssociate { LoginName = name }));
    }

    [Test]
    public async Task Who_has_no_password_cannot_log_in_by_one()
    {
        await AddAsync(new StoredAssociate { LoginName = "robot" });

        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync("robot", ""));
    }

    [Test]
    public async Task System_users_and_administrators_are_privileged_and_others_are_not()
    {
        Assert.That((await AddAsync(new StoredAssociate { LoginName = "s", UserType = UserType.SystemAssociate })).ToCaller().IsPrivileged, Is.True);
        Assert.That((await AddAsync(new StoredAssociate { LoginName = "a", IsAdministrator = true })).ToCaller().IsPrivileged, Is.True);
        Assert.That((await AddAsync(new StoredAssociate { LoginName = "n" })).ToCaller().IsPrivileged, Is.False);
    }

    [Test]
    public async Task Who_does_not_exist_cannot_be_changed()
    {
        await Assert.CatchAsync<EntityNotFoundException>(() => Store.SetPasswordAsync(999, "x", CancellationToken.None));
        await Assert.CatchAsync<EntityNotFoundException>(() => Store.SetDisabledAsync(999, disabled: true, CancellationToken.None));
    }

    private Task<StoredAssociate> AddAsync(StoredAssociate associate) => Store.AddAsync(associate, password: null, CancellationToken.None);
}

using System.Net;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Identity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogInTests : IDisposable
{
    private const string PrintedToken = "1234567-1234-9876";

    private IdentityFixture _identity = null!;

    [SetUp]
    public async Task SetUp() => _identity = await IdentityFixture.CreateAsync();

    public void Dispose() => _identity.Dispose();

    [TestCase("SAL0", "sal0")]
    [TestCase("nobody", "SAL0")]
    [TestCase("SAL0", "")]
    [TestCase("SAL0", null)]
    [TestCase("", "")]
    [TestCase(null, null)]
    public async Task Wrong_names_and_wrong_passwords_sound_the_same(string? userName, string? password)
    {
        var error = await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync(userName, password));

        Assert.That(error.Message, Is.EqualTo("The user name or the password is wrong."));
    }

    [Test]
    public async Task A_password_of_a_megabyte_is_refused_before_it_is_hashed()
    {
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync("SAL0", new string('x', 1 << 20)));

        Assert.That(_identity.Log.Lines[^1], Does.Contain("too long"));
    }

    [Test]
    public async Task A_ticket_stands_for_the_user_name_with_an_empty_password()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;

        var again = await _identity.LogInAsync(ticket, "");

        Assert.That(again.Ticket, Is.EqualTo(ticket));
        Assert.That(again.Associate.AssociateId, Is.EqualTo(7));
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync(ticket, "SAL0"));
    }

    [Test]
    public async Task After_five_failures_even_the_right_password_has_to_wait()
    {
        await FailAsync("SAL0", LoginThrottle.MaxPerUser);

        await Assert.CatchAsync<ThrottledException>(() => _identity.LogInAsync("sal0", "SAL0"));

        _identity.Time.Advance(LoginThrottle.Window);
        Assert.That((await _identity.LogInAsync("SAL0", "SAL0")).Associate.AssociateId, Is.EqualTo(7));
    }

    [Test]
    public async Task Failures_from_elsewhere_do_not_lock_a_user_out()
    {
        await FailAsync("SAL0", LoginThrottle.MaxPerUser);

        Assert.That((await _identity.LogInAsync("SAL0", "SAL0", from: IPAddress.Parse("192.0.2.2"))).Associate.AssociateId, Is.EqualTo(7));
        Assert.That((await _identity.LogInAsync("tje0", "Tje0")).Associate.AssociateId, Is.EqualTo(8));
    }

    [Test]
    public async Task Success_forgets_the_failures_before_it()
    {
        await FailAsync("SAL0", LoginThrottle.MaxPerUser - 1);
        await _identity.LogInAsync("SAL0", "SAL0");
        await FailAsync("SAL0", LoginThrottle.MaxPerUser - 1);

        Assert.That((await _identity.LogInAsync("SAL0", "SAL0")).Associate.AssociateId, Is.EqualTo(7));
    }

    [Test]
    public void One_address_that_tries_many_names_is_stopped_and_so_are_its_IPv6_neighbours()
    {
        var throttle = new LoginThrottle(_identity.Time, new LocalSignals());
        var address = IPAddress.Parse("2001:db8::1");
        for (var i = 0; i < LoginThrottle.MaxPerAddress; i++)
        {
            Assert.That(throttle.IsBlocked($"user{i}", address), Is.False);
            throttle.Failed($"user{i}", address);
        }

        Assert.That(throttle.IsBlocked("anyone", address), Is.True);
        Assert.That(throttle.IsBlocked("anyone", IPAddress.Parse("2001:db8::ffff")), Is.True);
        Assert.That(throttle.IsBlocked("anyone", IPAddress.Parse("2001:db8:1::1")), Is.False);
    }

    [Test]
    public async Task On_site_nobody_asks_for_an_application_token()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0", "whatever")).Ticket;

        Assert.That((await _identity.UseAsync(ticket)).AssociateId, Is.EqualTo(7));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("unknown")]
    public async Task Online_an_unknown_application_is_refused(string? token)
    {
        await GoOnlineAsync();

        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync("SAL0", "SAL0", token));
        await Assert.CatchAsync<NotAuthenticatedException>(() =>
            _identity.Agent(new CallContext { ApplicationToken = token }).GetSystemInfoAsync());
    }

    [Test]
    public async Task Online_a_disabled_application_is_refused()
    {
        await GoOnlineAsync();
        await _identity.Applications.SetDisabledAsync("samples", disabled: true, CancellationToken.None);

        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync("SAL0", "SAL0", PrintedToken));
    }

    [Test]
    public async Task Online_the_email_agent_has_to_be_granted()
    {
        await GoOnlineAsync();
        await _identity.Applications.AddAsync("reports", "other-token", emailGranted: false, CancellationToken.None);

        var granted = await _identity.LogInAsync("SAL0", "SAL0", PrintedToken);
        Assert.That((await _identity.UseAsync(granted.Ticket, PrintedToken)).AssociateId, Is.EqualTo(7));

        var notGranted = await _identity.LogInAsync("SAL0", "SAL0", "other-token");
        await Assert.CatchAsync<AccessDeniedException>(() => _identity.UseAsync(notGranted.Ticket, "other-token"));
    }

    [Test]
    public async Task Online_a_ticket_belongs_to_the_application_that_got_it()
    {
        await GoOnlineAsync();
        await _identity.Applications.AddAsync("thief", "stolen", emailGranted: true, CancellationToken.None);
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0", PrintedToken)).Ticket;

        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.UseAsync(ticket, "stolen"));
        Assert.That(_identity.Log.Lines[^1], Does.Contain("another application"));
    }

    [Test]
    public async Task Implicit_login_is_off_until_it_is_configured()
    {
        var error = await Assert.CatchAsync<NotAuthenticatedException>(() =>
            _identity.Authenticator.LogInImplicitAsync("SAL0", null, CancellationToken.None));

        Assert.That(error.Message, Does.Contain("Identity:ProxyUserHeader"));
    }

    [Test]
    public async Task Implicit_login_takes_whom_the_proxy_names_when_known_and_enabled()
    {
        _identity.Options.ProxyUserHeader = "X-Remote-User";

        Assert.That((await _identity.Authenticator.LogInImplicitAsync("sal0", null, CancellationToken.None)).Associate.AssociateId, Is.EqualTo(7));
        await Assert.CatchAsync<NotAuthenticatedException>(() =>
            _identity.Authenticator.LogInImplicitAsync(null, null, CancellationToken.None));
        await Assert.CatchAsync<NotAuthenticatedException>(() =>
            _identity.Authenticator.LogInImplicitAsync("stranger", null, CancellationToken.None));
    }

    private async Task GoOnlineAsync()
    {
        _identity.Options.Deployment = Deployment.Online;
        await _identity.Applications.AddAsync("samples", PrintedToken, emailGranted: true, CancellationToken.None);
    }

    private async Task FailAsync(string userName, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync(userName, "wrong"));
        }
    }
}

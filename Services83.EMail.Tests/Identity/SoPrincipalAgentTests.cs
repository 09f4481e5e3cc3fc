using NUnit.Framework;

namespace Services83.EMail.Tests.Identity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SoPrincipalAgentTests : IDisposable
{
    private IdentityFixture _identity = null!;

    [SetUp]
    public async Task SetUp() => _identity = await IdentityFixture.CreateAsync();

    public void Dispose() => _identity.Dispose();

    [Test]
    public async Task A_login_tells_who_it_is_and_gives_a_ticket()
    {
        var reply = await _identity.Agent().AuthenticateUsernamePasswordAsync("sal0", "SAL0");

        Assert.That(reply.AuthenticationSucceeded, Is.True);
        Assert.That((await _identity.UseAsync(reply.Credentials?.Ticket)).AssociateId, Is.EqualTo(7));
        var principal = reply.Response!;
        Assert.That(principal.AssociateId, Is.EqualTo(7));
        Assert.That(principal.Associate, Is.EqualTo("SAL0"));
        Assert.That(principal.FullName, Is.EqualTo("Sally Zero"));
        Assert.That(principal.EMailAddress, Is.EqualTo("sal0@example.com"));
        Assert.That(principal.UserType, Is.EqualTo(UserType.InternalAssociate));
        Assert.That(principal.RoleName, Is.EqualTo("Administrator"));
        Assert.That(principal.Licenses, Is.Empty);
        Assert.That(principal.FunctionRights, Is.Empty);
    }

    [Test]
    public async Task Generic_data_is_a_user_name_and_a_password_in_any_letter_case()
    {
        var reply = await GenericAsync(("USERNAME", "SAL0"), ("password", "SAL0"));

        Assert.That(reply.AuthenticationSucceeded, Is.True);
    }

    [Test]
    public async Task Generic_data_may_be_a_ticket()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;

        Assert.That((await GenericAsync(("ticket", ticket))).Credentials?.Ticket, Is.EqualTo(ticket));
    }

    [Test]
    public async Task Generic_data_with_other_names_is_refused_by_naming_them()
    {
        var error = await Assert.CatchAsync<InvalidArgumentException>(() => GenericAsync(("UserName", "SAL0"), ("Pasword", "SAL0"), ("", "")));

        Assert.That(error.Message, Does.Contain("'Pasword', ''"));
        Assert.That(error.Parameters["argument"], Is.EqualTo("AuthenticationData"));
    }

    [Test]
    public async Task Generic_data_that_contradicts_itself_is_refused()
    {
        await Assert.CatchAsync<InvalidArgumentException>(() => GenericAsync(("UserName", "SAL0"), ("username", "tje0"), ("Password", "x")));
        await Assert.CatchAsync<InvalidArgumentException>(() => GenericAsync(("Ticket", "7T:x"), ("Password", "x")));
        await Assert.CatchAsync<InvalidArgumentException>(() => GenericAsync(("Ticket", "SAL0")));
    }

    [Test]
    public async Task No_generic_data_is_a_failed_login()
    {
        await Assert.CatchAsync<NotAuthenticatedException>(() => GenericAsync());
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.Agent().AuthenticateGenericAsync(null));
    }

    [Test]
    public async Task System_information_is_about_this_program_and_its_database()
    {
        var system = await _identity.Agent().GetSystemInfoAsync();

        Assert.That(system.CompanyName, Is.EqualTo("Blåbær & Søn"));
        Assert.That(system.DatabaseType, Is.EqualTo(_identity.Files.Database.Product.Split(' ')[0]));
        Assert.That(system.DatabaseMinor, Is.EqualTo(""), "Strangers may ask, and need not know.");
        Assert.That(system.BuildLabel!, Does.Not.Contain("+").IgnoreCase);
        Assert.That(system.DatabaseVersion, Is.GreaterThanOrEqualTo(2));
        Assert.That((system.AssemblyVersion, system.FileVersion), Is.EqualTo(("8.1.0.0", "8.1.6431.038")));
        Assert.That(system.License!.ExpiryDate, Is.EqualTo(DateTime.MaxValue.Date));
    }

    private Task<AuthenticateResponse> GenericAsync(params (string Name, string Value)[] pairs)
    {
        var data = new AuthenticationGenericData();
        foreach (var (name, value) in pairs)
        {
            data[name] = value;
        }

        return _identity.Agent().AuthenticateGenericAsync(data);
    }
}

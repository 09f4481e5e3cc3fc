using NUnit.Framework;
using Shouldly;

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

        reply.AuthenticationSucceeded.ShouldBeTrue();
        (await _identity.UseAsync(reply.Credentials?.Ticket)).AssociateId.ShouldBe(7);
        var principal = reply.Response.ShouldNotBeNull();
        principal.AssociateId.ShouldBe(7);
        principal.Associate.ShouldBe("SAL0");
        principal.FullName.ShouldBe("Sally Zero");
        principal.EMailAddress.ShouldBe("sal0@example.com");
        principal.UserType.ShouldBe(UserType.InternalAssociate);
        principal.RoleName.ShouldBe("Administrator");
        principal.Licenses.ShouldBeEmpty();
        principal.FunctionRights.ShouldBeEmpty();
    }

    [Test]
    public async Task Generic_data_is_a_user_name_and_a_password_in_any_letter_case()
    {
        var reply = await GenericAsync(("USERNAME", "SAL0"), ("password", "SAL0"));

        reply.AuthenticationSucceeded.ShouldBeTrue();
    }

    [Test]
    public async Task Generic_data_may_be_a_ticket()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;

        (await GenericAsync(("ticket", ticket))).Credentials?.Ticket.ShouldBe(ticket);
    }

    [Test]
    public async Task Generic_data_with_other_names_is_refused_by_naming_them()
    {
        var error = await Should.ThrowAsync<InvalidArgumentException>(() => GenericAsync(("UserName", "SAL0"), ("Pasword", "SAL0"), ("", "")));

        error.Message.ShouldContain("'Pasword', ''");
        error.Parameters["argument"].ShouldBe("AuthenticationData");
    }

    [Test]
    public async Task Generic_data_that_contradicts_itself_is_refused()
    {
        await Should.ThrowAsync<InvalidArgumentException>(() => GenericAsync(("UserName", "SAL0"), ("username", "tje0"), ("Password", "x")));
        await Should.ThrowAsync<InvalidArgumentException>(() => GenericAsync(("Ticket", "7T:x"), ("Password", "x")));
        await Should.ThrowAsync<InvalidArgumentException>(() => GenericAsync(("Ticket", "SAL0")));
    }

    [Test]
    public async Task No_generic_data_is_a_failed_login()
    {
        await Should.ThrowAsync<NotAuthenticatedException>(() => GenericAsync());
        await Should.ThrowAsync<NotAuthenticatedException>(() => _identity.Agent().AuthenticateGenericAsync(null));
    }

    [Test]
    public async Task System_information_is_about_this_program_and_its_database()
    {
        var system = await _identity.Agent().GetSystemInfoAsync();

        system.CompanyName.ShouldBe("Blåbær & Søn");
        system.DatabaseType.ShouldBe("SQLite");
        system.DatabaseMinor.ShouldBe("", "Strangers may ask, and need not know.");
        system.BuildLabel!.ShouldNotContain("+");
        system.DatabaseVersion.ShouldBeGreaterThanOrEqualTo(2);
        (system.AssemblyVersion, system.FileVersion).ShouldBe(("8.1.0.0", "8.1.6431.038"));
        system.License.ShouldNotBeNull().ExpiryDate.ShouldBe(DateTime.MaxValue.Date);
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

using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Identity;

/// <summary>Logging in at SoPrincipal.svc of an installation on site.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class LogInTests : SoapFixture
{
    [SetUp]
    public async Task Start()
    {
        await StartAsync("--Identity:CompanyName=Blåbær & Søn");
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
        await Server.SetPasswordAsync(SoapTestServer.Bob, Deadline);
    }

    [Test]
    public async Task A_password_gets_a_ticket_that_the_email_agent_accepts()
    {
        var reply = Succeeded(await LogInAsync("ANNA", SoapTestServer.PasswordOf(SoapTestServer.Anna)));

        var principal = reply.Read<SoPrincipalCarrier>();
        Assert.That((principal?.AssociateId, principal?.Associate), Is.EqualTo((SoapTestServer.Anna, "anna")));
        Assert.That(reply.Read<bool>("AuthenticationSucceeded"), Is.True);
        Succeeded(await Server.EMail(TicketOf(reply)).CallAsync("GetCurrentAccountId", Deadline));
    }

    [Test]
    public async Task Who_logs_in_is_the_person_of_the_address_book_that_has_the_address()
    {
        await Server.Get<AddressBookWriter>().ImportAsync(
            [
                new AddressBookEntry { FullName = "Anna A.", Organisation = "Acme", Addresses = [new("ANNA@test.example", "")] },
                new AddressBookEntry { IsOrganisation = true, Organisation = "Bob's", Addresses = [new("bob@test.example", "")] },
            ],
            Deadline);

        var anna = Succeeded(await LogInAsync("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna))).Read<SoPrincipalCarrier>()!;
        var bob = Succeeded(await GenericAsync(("UserName", "bob"), ("Password", SoapTestServer.PasswordOf(SoapTestServer.Bob)))).Read<SoPrincipalCarrier>()!;

        var known = (await GetAsync<EMailAddress[]>(SoapTestServer.Anna, "FindAddress", ("Address", "anna@test.example")))!.Single();
        Assert.That(known.PersonId, Is.Positive);
        Assert.That((anna.IsPerson, anna.PersonId, anna.ContactId), Is.EqualTo((true, known.PersonId, known.ContactId)));
        Assert.That((bob.IsPerson, bob.PersonId, bob.ContactId), Is.EqualTo((false, 0, 0)), "a contact's own address makes nobody a person");
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task A_ticket_may_stand_in_the_place_of_the_user_name(string? password)
    {
        var ticket = await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline);

        var reply = Succeeded(await LogInAsync(ticket, password));

        Assert.That(reply.Read<SoPrincipalCarrier>()?.AssociateId, Is.EqualTo(SoapTestServer.Anna));
        Assert.That(TicketOf(reply), Is.EqualTo(ticket));
    }

    [Test]
    public async Task A_ticket_with_a_password_is_not_a_ticket() =>
        Refused(await LogInAsync(await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline), "x"), "NotAuthenticated");

    [Test]
    public async Task Generic_data_may_be_a_user_name_and_a_password_or_a_ticket()
    {
        var password = Succeeded(await GenericAsync(("username", "bob"), ("PASSWORD", SoapTestServer.PasswordOf(SoapTestServer.Bob))));
        var ticket = Succeeded(await GenericAsync(("Ticket", TicketOf(password))));

        Assert.That(password.Read<SoPrincipalCarrier>()?.AssociateId, Is.EqualTo(SoapTestServer.Bob));
        Assert.That(ticket.Read<SoPrincipalCarrier>()?.AssociateId, Is.EqualTo(SoapTestServer.Bob));
    }

    [Test]
    public async Task Generic_data_of_unknown_names_is_refused_by_name()
    {
        var error = Refused(await GenericAsync(("SecretHandshake", "x"), ("UserName", "bob")), "InvalidArgument");

        Assert.That(error.Message, Does.Contain("'SecretHandshake'").And.Contain("UserName"));
        Assert.That(error.Parameters?["argument"], Is.EqualTo("AuthenticationData"));
    }

    [Test]
    public async Task Generic_data_that_says_nothing_logs_nobody_in()
    {
        Refused(await GenericAsync(), "NotAuthenticated");
        Refused(await Server.SoPrincipal().CallAsync("AuthenticateGeneric", Deadline), "NotAuthenticated");
        Refused(await Server.SoPrincipal().CallAsync("AuthenticateGeneric", Deadline, ("AuthenticationData", null)), "NotAuthenticated");
    }

    [Test]
    public async Task System_information_needs_no_login()
    {
        var info = Succeeded(await Server.SoPrincipal().CallAsync("GetSystemInfo", Deadline)).Read<SoSystemInfoCarrier>("SystemInfo");

        Assert.That(info?.CompanyName, Is.EqualTo("Blåbær & Søn"));
        Assert.That(info?.DatabaseType, Is.EqualTo(Server.Database.Product.Split(' ')[0]));
        Assert.That(info?.DaysUntilNetServerExpiry, Is.Positive);
    }

    [Test]
    public async Task An_implicit_login_that_is_not_switched_on_says_so()
    {
        var error = Refused(await Server.SoPrincipal().CallAsync("AuthenticateImplicit", Deadline), "NotAuthenticated");

        Assert.That(error.Message, Does.Contain("Identity:ProxyUserHeader"));
    }

    [Test]
    public async Task Wrong_passwords_unknown_users_and_disabled_ones_are_told_the_same()
    {
        await Server.Get<AssociateStore>().SetDisabledAsync(SoapTestServer.Bob, disabled: true, Deadline);

        var wrong = Refused(await LogInAsync("anna", "not hers"), "NotAuthenticated");
        var unknown = Refused(await LogInAsync("nobody", "x"), "NotAuthenticated");
        var disabled = Refused(await LogInAsync("bob", SoapTestServer.PasswordOf(SoapTestServer.Bob)), "NotAuthenticated");
        var nothing = Refused(await Server.SoPrincipal().CallAsync("AuthenticateUsernamePassword", Deadline), "NotAuthenticated");

        Assert.That(new[] { unknown.Message, disabled.Message, nothing.Message }, Is.All.EqualTo(wrong.Message));
    }

    [Test]
    public async Task Whoever_fails_too_often_has_to_wait_and_nobody_else_has()
    {
        for (var i = 0; i < LoginThrottle.MaxPerUser; i++)
        {
            Refused(await LogInAsync("bob", $"guess {i}"), "NotAuthenticated");
        }

        Refused(await LogInAsync("bob", SoapTestServer.PasswordOf(SoapTestServer.Bob)), "Throttled");
        Succeeded(await LogInAsync("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna)));
    }

    [Test]
    public async Task Neither_passwords_nor_tickets_are_logged()
    {
        var reply = Succeeded(await LogInAsync("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna)));
        Refused(await LogInAsync("anna", "typed-wrong"), "NotAuthenticated");
        Succeeded(await Server.EMail(TicketOf(reply)).CallAsync("GetCurrentAccountId", Deadline));

        Assert.That(Server.Log.Lines, Has.Some.Contains("GetCurrentAccountId"));
        Assert.That(Server.Log.Lines, Has.None.Contains(SoapTestServer.PasswordOf(SoapTestServer.Anna)));
        Assert.That(Server.Log.Lines, Has.None.Contains("typed-wrong"));
        Assert.That(Server.Log.Lines, Has.None.Contains(TicketOf(reply)));
    }

    private static string TicketOf(SoapReply reply) => reply.Read<SoCredentials>("Credentials")!.Ticket!;

    private Task<SoapReply> LogInAsync(string? userName, string? password) => Server.SoPrincipal().CallAsync(
        "AuthenticateUsernamePassword", Deadline, ("UserName", userName), ("Password", password));

    private Task<SoapReply> GenericAsync(params (string Name, string Value)[] pairs)
    {
        var data = new AuthenticationGenericData();
        foreach (var (name, value) in pairs)
        {
            data.Add(name, value);
        }

        return Server.SoPrincipal().CallAsync("AuthenticateGeneric", Deadline, ("AuthenticationData", data));
    }
}

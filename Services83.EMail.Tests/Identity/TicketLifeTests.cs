using Dapper;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Identity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TicketLifeTests : IDisposable
{
    private IdentityFixture _identity = null!;

    [SetUp]
    public async Task SetUp() => _identity = await IdentityFixture.CreateAsync();

    public void Dispose() => _identity.Dispose();

    [Test]
    public async Task A_ticket_says_whose_it_is()
    {
        var logIn = await _identity.LogInAsync("sal0", "SAL0");

        var caller = await _identity.UseAsync(logIn.Ticket);

        Assert.That(caller.AssociateId, Is.EqualTo(7));
        Assert.That(caller.LoginName, Is.EqualTo("SAL0"));
        Assert.That(caller.IsPrivileged, Is.True);
    }

    [Test]
    public async Task A_ticket_ends_six_hours_after_its_last_use()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;

        _identity.Time.Advance(TimeSpan.FromHours(5.9));
        await _identity.UseAsync(ticket);
        _identity.Time.Advance(TimeSpan.FromHours(5.9));
        await _identity.UseAsync(ticket);
        _identity.Time.Advance(TimeSpan.FromHours(6));

        await ShouldBeRefusedAsync(ticket, "expired");
    }

    [Test]
    public async Task A_ticket_that_ran_out_stays_so()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;
        _identity.Time.Advance(TicketStore.Lifetime);

        await ShouldBeRefusedAsync(ticket, "expired");
        await ShouldBeRefusedAsync(ticket, "expired");
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync(ticket, ""));
    }

    [TestCase(true, TestName = "A ticket of a clock that was ahead lasts for six hours from its next use")]
    [TestCase(false, TestName = "A ticket of a clock that was ahead lasts for six hours from the next login of anybody")]
    public async Task A_ticket_of_a_clock_that_was_ahead_does_not_last_for_long(bool isUsed)
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;
        var ahead = _identity.Time.GetUtcNow() + TimeSpan.FromDays(365);
        await _identity.Files.Database.WriteAsync(
            (transaction, _) => transaction.Connection!.ExecuteAsync(
                "UPDATE ticket SET last_used_at = @ahead, expires_at = @ahead + 21600000", new { ahead }, transaction),
            CancellationToken.None);

        await (isUsed ? (Task)_identity.UseAsync(ticket) : _identity.LogInAsync("tje0", "Tje0"));
        _identity.Time.Advance(TicketStore.Lifetime);

        await ShouldBeRefusedAsync(ticket, "expired");
    }

    [Test]
    public async Task Renewing_writes_once_a_minute_at_most()
    {
        var ticket = (await _identity.LogInAsync("SAL0", "SAL0")).Ticket;
        var issued = _identity.Time.GetUtcNow();

        _identity.Time.Advance(TimeSpan.FromSeconds(59));
        await _identity.UseAsync(ticket);
        Assert.That(await LastUsedAsync(), Is.EqualTo(issued));

        _identity.Time.Advance(TimeSpan.FromSeconds(1));
        await _identity.UseAsync(ticket);
        Assert.That(await LastUsedAsync(), Is.EqualTo(issued + TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_tampered_number_is_refused()
    {
        Assert.That(Ticket.TryParse((await _identity.LogInAsync("SAL0", "SAL0")).Ticket, out var ticket), Is.True);

        await ShouldBeRefusedAsync((ticket! with { Number = ticket.Number + 1 }).ToText(), "wrong number");
    }

    [Test]
    public async Task The_id_of_one_ticket_does_not_go_with_the_number_of_another()
    {
        Assert.That(Ticket.TryParse((await _identity.LogInAsync("SAL0", "SAL0")).Ticket, out var sally), Is.True);
        Assert.That(Ticket.TryParse((await _identity.LogInAsync("tje0", "Tje0")).Ticket, out var tje), Is.True);

        await ShouldBeRefusedAsync((tje! with { Id = sally!.Id }).ToText(), "wrong number");
    }

    [Test]
    public Task A_ticket_of_another_installation_is_refused() => ShouldBeRefusedAsync(Ticket.Create().ToText(), "unknown id");

    [Test]
    public Task Something_else_with_the_prefix_is_refused() => ShouldBeRefusedAsync("7T:1234abcxyzExample==", "malformed");

    [Test]
    public async Task No_ticket_at_all_is_refused()
    {
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.UseAsync(null));
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.UseAsync(""));
    }

    [Test]
    public async Task Disabling_an_associate_ends_its_tickets()
    {
        var ticket = (await _identity.LogInAsync("tje0", "Tje0")).Ticket;

        await _identity.Associates.SetDisabledAsync(8, disabled: true, CancellationToken.None);

        await ShouldBeRefusedAsync(ticket, "unknown id");
        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.LogInAsync("tje0", "Tje0"));
    }

    [Test]
    public async Task A_new_password_ends_the_tickets_of_the_old_one()
    {
        var ticket = (await _identity.LogInAsync("tje0", "Tje0")).Ticket;

        await _identity.Associates.SetPasswordAsync(8, "another", CancellationToken.None);

        await ShouldBeRefusedAsync(ticket, "unknown id");
        Assert.That((await _identity.LogInAsync("tje0", "another")).Associate.AssociateId, Is.EqualTo(8));
    }

    [Test]
    public async Task The_database_does_not_hold_the_ticket()
    {
        Assert.That(Ticket.TryParse((await _identity.LogInAsync("SAL0", "SAL0")).Ticket, out var ticket), Is.True);

        var (id, hash, owner, application) = (await _identity.Files.Database.QueryAsync<(string, byte[], long, string)>(
            "SELECT ticket_id, secret_hash, associate_id, application FROM ticket", new { }, CancellationToken.None)).Single();
        var stored = $"{id}{Convert.ToHexString(hash)}{owner}{application}";
        Assert.That(stored, Does.Contain(ticket!.Id.ToString()));
        Assert.That(stored, Does.Not.Contain(ticket.Number.ToString()));
    }

    private Task<DateTimeOffset> LastUsedAsync() => _identity.Files.Database.ReadAsync(
        (connection, _) => connection.QuerySingleAsync<DateTimeOffset>("SELECT last_used_at FROM ticket"), CancellationToken.None);

    /// <summary>The client gets the same message for every reason; the log has the reason and not the ticket.</summary>
    private async Task ShouldBeRefusedAsync(string ticket, string reason)
    {
        var error = await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.UseAsync(ticket));

        Assert.That(error.Message, Is.EqualTo("The ticket is invalid or has expired. Log in again."));
        Assert.That(_identity.Log.Lines[^1], Does.Contain(reason));
        Assert.That(_identity.Log.Lines.All(line => !line.Contains(ticket)));
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Identity;

/// <summary>
/// Commands run in processes of their own beside the server. Whatever they do to a ticket or its user is in force at the server's next call,
/// however often it has accepted the ticket before.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TicketAtOnceTests : IDisposable
{
    private const int Tje = 8;

    private IdentityFixture _identity = null!;
    private AssociateStore _associates = null!;
    private TicketStore _tickets = null!;
    private string _ticket = "";

    [SetUp]
    public async Task SetUp()
    {
        _identity = await IdentityFixture.CreateAsync();
        var another = _identity.Files.OpenAnother();
        _associates = new AssociateStore(another, new PasswordHasher<StoredAssociate>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })), _identity.Time);
        _tickets = new TicketStore(another, _identity.Time);
        _ticket = (await _identity.LogInAsync("tje0", "Tje0")).Ticket;
        await _identity.UseAsync(_ticket);
        await _identity.UseAsync(_ticket);
    }

    public void Dispose() => _identity.Dispose();

    [Test]
    public Task A_disabled_user_is_refused() => ShouldBeRefusedAfterAsync(() => _associates.SetDisabledAsync(Tje, disabled: true, CancellationToken.None));

    [Test]
    public Task A_removed_user_is_refused() => ShouldBeRefusedAfterAsync(() => _associates.RemoveAsync(Tje, CancellationToken.None));

    [Test]
    public Task A_new_password_ends_the_ticket() => ShouldBeRefusedAfterAsync(() => _associates.SetPasswordAsync(Tje, "another", CancellationToken.None));

    [Test]
    public Task A_ticket_that_was_ended_is_refused() => ShouldBeRefusedAfterAsync(() => _tickets.EndAsync(_ticket, CancellationToken.None));

    [Test]
    public Task A_revoked_ticket_is_refused() => ShouldBeRefusedAfterAsync(() => _tickets.RevokeAsync(Scope.Of(Tje), CancellationToken.None));

    [Test]
    public async Task Other_rights_are_in_force()
    {
        var before = await _associates.FindByIdAsync(Tje, CancellationToken.None);
        foreach (var isAdministrator in (bool[])[true, false])
        {
            await _associates.UpdateAsync(before! with { IsAdministrator = isAdministrator }, CancellationToken.None);

            Assert.That((await _identity.UseAsync(_ticket)).IsPrivileged, Is.EqualTo(isAdministrator));
        }
    }

    [Test]
    public async Task A_ticket_brings_its_user_with_all_that_is_stored()
    {
        var stored = await _associates.AddAsync(
            new StoredAssociate
            {
                AssociateId = 9, LoginName = "anna", FullName = "Anna Å", EmailAddress = "anna@example.com", UserType = UserType.SystemAssociate,
                IsAdministrator = true, MaxCallsPerMinute = 7, MaxMessagesPerHour = 0,
            },
            "Anna", CancellationToken.None);
        var ticket = (await _identity.LogInAsync("anna", "Anna")).Ticket;
        var issued = _identity.Time.GetUtcNow();
        _identity.Time.Advance(TimeSpan.FromMinutes(3));

        var check = await _tickets.UseAsync(ticket, CancellationToken.None);

        Assert.That(check, Is.EqualTo(new TicketCheck(stored, Application: "", Refusal: null) { CreatedAt = issued, LastUsedAt = issued }));
        Assert.That((await _tickets.UseAsync(ticket, CancellationToken.None)).LastUsedAt, Is.EqualTo(_identity.Time.GetUtcNow()));
    }

    private async Task ShouldBeRefusedAfterAsync(Func<Task> change)
    {
        await change();

        await Assert.CatchAsync<NotAuthenticatedException>(() => _identity.UseAsync(_ticket));
    }
}

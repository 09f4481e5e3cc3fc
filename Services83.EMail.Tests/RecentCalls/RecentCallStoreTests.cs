using NUnit.Framework;
using Services83.EMail.RecentCalls;

namespace Services83.EMail.Tests.RecentCalls;

/// <summary>What is stored of calls, for how long, and how it is found.</summary>
public sealed class RecentCallStoreTests : RecentCallFixture
{
    [Test]
    public async Task A_call_comes_back_with_all_that_was_stored()
    {
        var failed = Call("GetEMail", error: "NotFound") with { Door = "rest", Tenant = "Cust1", Address = "2001:db8::1" };
        var nobody = Call("GetSystemInfo", login: null) with { Address = null };
        await StoreAsync(failed, nobody);

        var calls = await Store.ListAsync(new CallFilter(), Deadline);

        Assert.That(calls.Select(call => call with { CallId = 0 }), Is.EqualTo(new[] { nobody, failed }));
        Assert.That(calls.Select(call => call.CallId), Is.Ordered.Descending.And.All.Positive);
    }

    [Test]
    public async Task Calls_are_found_by_operation_user_outcome_and_time_page_by_page()
    {
        await StoreAsync(Call("GetEMail"), Call("Send", login: "Bob", error: "MailServer"));
        Time.Advance(TimeSpan.FromMinutes(1));
        var later = Time.GetUtcNow();
        await StoreAsync(Call("GetEMail", login: null, error: "NotAuthenticated"), Call("Send"), Call("Send", login: "bob"));

        Assert.That(await OperationsAsync(new() { Operation = "getemail" }), Is.EqualTo(new[] { "GetEMail", "GetEMail" }));
        Assert.That(await OperationsAsync(new() { LoginName = "BOB" }), Is.EqualTo(new[] { "Send", "Send" }));
        Assert.That(await OperationsAsync(new() { OnlyErrors = true }), Is.EqualTo(new[] { "GetEMail", "Send" }));
        Assert.That(await OperationsAsync(new() { Since = later }), Is.EqualTo(new[] { "Send", "Send", "GetEMail" }));
        Assert.That(await OperationsAsync(new() { LoginName = "bob", OnlyErrors = true, Since = later }), Is.Empty);
        var first = await Store.ListAsync(new() { Limit = 2 }, Deadline);
        Assert.That(await OperationsAsync(new() { Limit = 2, Before = first[^1].CallId }), Is.EqualTo(new[] { "GetEMail", "Send" }));
    }

    [Test]
    public async Task Strangers_displace_only_strangers()
    {
        await StoreAsync(Call("Send"), Call("Send", error: "MailServer"));
        for (var i = 0; i < 7; i++)
        {
            await StoreAsync(Enumerable.Range(0, 200).Select(n => Call($"Guess{i}", login: null, error: "NotAuthenticated")));
        }

        var calls = await Store.ListAsync(new() { Limit = 10_000 }, Deadline);

        Assert.That(calls.Count(call => call.Operation == "Send"), Is.EqualTo(2));
        Assert.That(calls.Where(call => call.Operation != "Send").Select(call => call.Operation).Distinct(), Is.EqualTo(new[] { "Guess6", "Guess5", "Guess4", "Guess3", "Guess2" }));
        Assert.That(calls, Has.Count.EqualTo(1002));
    }

    [Test]
    public async Task What_came_too_fast_to_be_listed_is_counted()
    {
        await StoreAsync(Enumerable.Range(0, 250).Select(n => Call(n < 100 ? "First" : "Last", login: null, error: "NotAuthenticated")));
        await StoreAsync(Call("Last"));

        Assert.That((await Store.ListAsync(new() { Limit = 10_000 }, Deadline)).CountBy(call => call.Operation),
            Is.EquivalentTo(new Dictionary<string, int> { ["First"] = 100, ["Last"] = 101 }));
        Assert.That(await Store.CountAsync(Time.GetUtcNow(), Deadline), Is.EqualTo(new[]
        {
            new OperationCount { Operation = "Last", Calls = 151, Errors = 150, Unlisted = 50, Microseconds = 151 * 1500 },
            new OperationCount { Operation = "First", Calls = 100, Errors = 100, Microseconds = 100 * 1500 },
        }));
    }

    [Test]
    public async Task Numbers_are_those_since_the_beginning_of_the_five_minutes()
    {
        var nine = Time.GetUtcNow();
        await StoreAsync(Call("Send"));
        Time.Advance(TimeSpan.FromMinutes(7));
        await StoreAsync(Call("Send"));

        Assert.That((await Store.CountAsync(nine.AddMinutes(4), Deadline)).Single().Calls, Is.EqualTo(2));
        Assert.That((await Store.CountAsync(nine.AddMinutes(9), Deadline)).Single().Calls, Is.EqualTo(1));
        Assert.That(await Store.CountAsync(nine.AddMinutes(10), Deadline), Is.Empty);
    }

    [Test]
    public async Task What_is_old_or_from_the_future_is_deleted()
    {
        await StoreAsync(Call("Old"));
        Time.Advance(RecentCallStore.MaxCountAge + TimeSpan.FromMinutes(1));
        await StoreAsync(Call("New"), Call("Ahead") with { CalledAt = Time.GetUtcNow().AddDays(1) });
        await Store.ForgetAsync(Deadline);

        Assert.That((await Store.CountAsync(DateTimeOffset.UnixEpoch, Deadline)).Select(count => count.Operation), Is.EqualTo(new[] { "New" }));
        Assert.That(await OperationsAsync(new()), Is.EqualTo(new[] { "New", "Old" }));
        Time.Advance(RecentCallStore.MaxAge - TimeSpan.FromDays(1));
        await Store.ForgetAsync(Deadline);
        Assert.That(await OperationsAsync(new()), Is.EqualTo(new[] { "New" }));
    }
}

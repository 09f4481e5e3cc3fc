using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>How often a real server sees a login.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class ConnectionReuseTests() : NamedServerFixture(RealServer.Dovecot)
{
    [Test]
    public async Task Twenty_calls_in_a_row_log_in_once()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));
        var before = LoginsOf(user);

        for (var i = 0; i < 5; i++)
        {
            await ReadAsync<string[]>("GetFolderList", Named(user), ("IncludeItemCount", true));
            await ReadAsync<int>("GetFolderEMailCount", Named(user), ("OnlyUnread", true));
            await ReadAsync<EMailEnvelope[]>("GetEMailEnvelopes", Named(user), ("MessageServerIds", ids));
            Succeeded(await AskAsync("MarkAsRead", Named(user), ("MessageServerIds", ids), ("Read", i % 2 == 0)));
        }

        Assert.That(LoginsOf(user) - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Somebody_else_with_the_same_login_shares_it_and_with_a_wrong_password_gets_nothing()
    {
        var user = TakeUser();
        await ReadAsync<int>("GetFolderEMailCount", Named(user));
        var before = LoginsOf(user);

        Succeeded(await CallAsync(SoapTestServer.Bob, "GetFolderEMailCount", ("ConnectionInfo", Named(user))));
        Refused(await CallAsync(SoapTestServer.Bob, "GetFolderEMailCount", ("ConnectionInfo", Named(user, password: "wrong"))), "MailServer");

        Assert.That(LoginsOf(user), Is.EqualTo(before));
    }

    [Test]
    public async Task Many_calls_at_once_share_the_budget_of_the_host()
    {
        var user = TakeUser();
        var before = LoginsOf(user);

        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync<int>("GetFolderEMailCount", Named(user))));

        Assert.That(counts, Is.All.Zero);
        Assert.That(LoginsOf(user) - before, Is.LessThanOrEqualTo(8));
    }
}

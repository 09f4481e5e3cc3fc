using Dapper;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class LockedDatabaseTests : SoapFixture
{
    [Test]
    public async Task A_database_that_another_program_locks_is_told_and_nothing_is_half_done()
    {
        await StartAsync("--Storage:LockPatience=00:00:01");
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var request = ("SyncUserAccounts", (object)new[] { new SyncUserAccount { AccountId = account } });
        var client = await Server.AsAsync(SoapTestServer.Anna, Deadline);
        await using (var other = TestStorage.Connect(Server.Get<IOptions<StorageOptions>>().Value))
        {
            await other.OpenAsync(Deadline);
            await other.ExecuteAsync(TestStorage.LockWrites);

            var error = Refused(await client.CallAsync("SyncEmailAccounts", Deadline, request), "Storage");
            Assert.That(error.Message, Does.Contain("busy").And.Not.Contain("email.db"));
            Succeeded(await client.CallAsync("GetEMailAccount", Deadline, ("EMailAccountId", account)));

            await other.ExecuteAsync("ROLLBACK");
        }

        Assert.That(await Server.Get<SyncQueue>().ListAsync(Deadline), Is.Empty);
        Succeeded(await client.CallAsync("SyncEmailAccounts", Deadline, request));
        await Server.WhenIdleAsync(Deadline);
        Assert.That((await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetEMailAccount", ("EMailAccountId", account)))?.AccountStatus, Is.EqualTo(4));
    }
}

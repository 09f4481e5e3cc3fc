using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Temporary;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Documents;

/// <summary>Whose temporary documents are, how many there may be, and when they go.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class TemporaryDocumentLifeTests : TemporaryDocumentFixture
{
    [TestCase("")]
    [TestCase(null)]
    [TestCase("../email.db")]
    [TestCase("..\\..\\windows\\win.ini")]
    [TestCase("/etc/passwd")]
    [TestCase("0123456789abcdef0123456789abcde/.eml")]
    [TestCase("0123456789ABCDEF0123456789ABCDEF.eml")]
    [TestCase("0123456789abcdef0123456789abcdef.eml\n")]
    [TestCase("%")]
    [TestCase("' OR '1'='1")]
    public async Task Text_that_is_no_name_is_refused(string? name)
    {
        await StartAsync();

        var error = Refused(await CallAsync(SoapTestServer.Anna, "GetEMailFromTemp", ("FileName", name)), "InvalidArgument");

        Assert.That(error.Parameters?["argument"], Is.EqualTo("FileName"));
    }

    [Test]
    public async Task A_name_is_good_for_its_associate_alone_and_cannot_be_guessed()
    {
        await StartAsync();
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add(await SaveAsync(new EMailEntity { Subject = "same" }));
        }

        Assert.That(names, Is.Unique.And.All.Matches("^[0-9a-f]{32}[.]eml$"));
        foreach (var other in new[] { SoapTestServer.Bob, SoapTestServer.Sally, SoapTestServer.Tje })
        {
            Refused(await CallAsync(other, "GetEMailFromTemp", ("FileName", names[0])), "NotFound");
        }

        Refused(await CallAsync(SoapTestServer.Anna, "GetEMailFromTemp", ("FileName", new string('0', 32) + ".eml")), "NotFound");
    }

    [Test]
    public async Task Nobody_keeps_more_than_the_setting_allows()
    {
        await StartAsync("--Documents:MaxTemporary=2");
        var email = new EMailEntity { Subject = "one" };
        await SaveAsync(email);
        await SaveAsync(email);

        Refused(await CallSaveAsync(SoapTestServer.Anna, email, 0), "Throttled");

        Assert.That(await CountAsync(), Is.EqualTo(2));
        Succeeded(await CallSaveAsync(SoapTestServer.Bob, email, 0));
    }

    [Test]
    public async Task One_that_has_expired_is_not_found_and_is_cleared_away_with_its_octets()
    {
        await StartAsync("--Documents:TemporaryHours=1");
        var email = await ReceiveAsync();
        var (original, composed) = (await SaveAsync(email), await SaveAsync(new EMailEntity { Subject = "composed" }));
        await Server.Database.ExecuteAsync("UPDATE temporary_document SET expires_at = created_at", new { }, Deadline);

        Refused(await CallAsync(SoapTestServer.Anna, "GetEMailFromTemp", ("FileName", original)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "GetEMailFromTemp", ("FileName", composed)), "NotFound");
        Assert.That(await Server.Get<TemporaryDocumentStore>().SweepAsync(Deadline), Is.EqualTo(2));
        Assert.That(await Server.Get<TemporaryDocumentStore>().SweepAsync(Deadline), Is.Zero);

        Assert.That(await ContentsAsync(), Is.EqualTo(1), "the cached message's octets stay, the others go");
        Assert.That((await FindAsync(SoapTestServer.Anna, "blue@test.example"))?.Subject, Is.EqualTo(email.Subject));
    }

    [Test]
    public async Task The_server_clears_away_by_itself()
    {
        await StartAsync();
        await SaveAsync(new EMailEntity { Subject = "old" });
        await Server.Database.ExecuteAsync("UPDATE temporary_document SET expires_at = created_at", new { }, Deadline);
        var sweep = Server.Get<IEnumerable<IHostedService>>().OfType<TemporarySweep>().Single();

        await sweep.StopAsync(Deadline);
        await sweep.StartAsync(Deadline);

        await Server.UntilAsync(async () => await CountAsync() == 0, Deadline);
    }
}

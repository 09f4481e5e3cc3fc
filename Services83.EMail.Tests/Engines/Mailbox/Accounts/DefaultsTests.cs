using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

/// <summary>The ten operations that make an empty carrier to fill in.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class DefaultsTests : SoapFixture
{
    [Test]
    public async Task Every_default_has_key_zero_and_texts_and_lists_that_are_empty_rather_than_nil()
    {
        await StartAsync();

        var account = await GetAsync<EMailAccount>(SoapTestServer.Anna, "CreateDefaultEMailAccount");
        Assert.That((account?.EMailAccountId, account?.AssociateId), Is.EqualTo((0, SoapTestServer.Anna)));
        Assert.That(account?.EMailAddress, Is.EqualTo("anna@test.example"));
        Assert.That(account?.IncomingCredentials?.Port, Is.EqualTo(993));

        var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "CreateDefaultEMailEntity");
        Assert.That((entity?.EmailItemId, entity?.Subject, entity?.To?.Length, entity?.Attachments?.Length), Is.EqualTo((0, "", 0, 0)));

        var address = await GetAsync<EMailAddress>(SoapTestServer.Anna, "CreateDefaultEMailAddress");
        Assert.That((address?.EmailId, address?.Address), Is.EqualTo((0, "")));

        var attachment = await GetAsync<EMailAttachment>(SoapTestServer.Anna, "CreateDefaultEMailAttachment");
        Assert.That((attachment?.Size, attachment?.Stream?.Length), Is.EqualTo((0, 0)));

        var connection = await GetAsync<EMailConnectionInfo>(SoapTestServer.Anna, "CreateDefaultEMailConnectionInfo");
        Assert.That((connection?.ServerName, connection?.UseSSL), Is.EqualTo(("", true)));

        var extended = await GetAsync<EMailConnectionInfoExtended>(SoapTestServer.Anna, "CreateDefaultEMailConnectionInfoExtended");
        Assert.That((extended?.Protocol, extended?.Port, extended?.UseSSL), Is.EqualTo(("IMAP", 993, true)));

        var header = await GetAsync<EMailCustomHeader>(SoapTestServer.Anna, "CreateDefaultEMailCustomHeader");
        Assert.That((header?.Name, header?.Values?.Length), Is.EqualTo(("", 0)));

        var envelope = await GetAsync<EMailEnvelope>(SoapTestServer.Anna, "CreateDefaultEMailEnvelope");
        Assert.That((envelope?.ServerId, envelope?.Subject), Is.EqualTo((0, "")));

        var folder = await GetAsync<EMailFolder>(SoapTestServer.Anna, "CreateDefaultEMailFolder");
        Assert.That((folder?.EmailFolderId, folder?.Name), Is.EqualTo((0, "")));

        var info = await GetAsync<EMailSOInfo>(SoapTestServer.Anna, "CreateDefaultEMailSOInfo");
        Assert.That((info?.DocumentId, info?.Archived), Is.EqualTo((0, false)));
    }
}

using Services83.EMail.Sandbox.Demo;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Documents;

/// <summary>Saves messages as temporary documents and reads them.</summary>
public abstract class TemporaryDocumentFixture : SoapFixture
{
    protected static readonly byte[] Picture = [0x89, (byte)'P', 0, 1, 2, 3];

    protected static readonly byte[] Received = new DemoLetter
    {
        From = new DemoPerson("Çarl & Co", "carl@test.example"),
        To = new DemoPerson("Anna", "anna@test.example"),
        Subject = "Blåbær  \u0416",
        MessageId = "<blue@test.example>",
        Body = DemoMime.Multipart("mixed", "b1", DemoMime.Text("see below\r\nand above"), DemoMime.Attachment("Blåbær.png", "image/png", Picture)),
    }.ToBytes();

    protected async Task<EMailEntity> ReceiveAsync()
    {
        AnnasMail.Inbox.Append(Received);
        await SyncAsync(SoapTestServer.Anna, await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline));
        var found = (await FindAsync(SoapTestServer.Anna, "blue@test.example"))!;
        return (await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", found.EmailItemId), ("IncludeAttachments", true)))!;
    }

    protected Task<SoapReply> CallSaveAsync(int associateId, EMailEntity? email, int folderId, bool strip = false) => CallAsync(
        associateId, "SaveEmailToTmpDocument", ("Email", email), ("FolderId", folderId), ("StripAttachments", strip));

    protected async Task<string> SaveAsync(EMailEntity email, int folderId = 0, bool strip = false) =>
        Succeeded(await CallSaveAsync(SoapTestServer.Anna, email, folderId, strip)).Read<string>()!;

    protected async Task<EMailEntity> ReadAsync(int associateId, string name) =>
        (await GetAsync<EMailEntity>(associateId, "GetEMailFromTemp", ("FileName", name)))!;

    protected async Task<byte[]> OctetsAsync(string name) =>
        (await Server.Get<TemporaryDocumentStore>().FindAsync(name, SoapTestServer.Anna, Deadline))!;

    protected Task<int> CountAsync() => Server.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM temporary_document", new { }, Deadline);

    protected Task<int> ContentsAsync() => Server.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM content_body", new { }, Deadline);
}

using System.Globalization;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>Syncs over POP3 with a real server, whose mailbox is seen by IMAP from the other side.</summary>
[Category(Tier.Servers)]
public sealed class DovecotMaildropTests : DovecotSyncFixture
{
    [TestCase(MailSecurity.Tls)]
    [TestCase(MailSecurity.StartTls)]
    public async Task A_mailbox_is_fetched_changed_and_fetched_again(MailSecurity security)
    {
        await StartEngineAsync(
            ("Mail:Egress:AllowedPorts:2", Server.Pop3Port.ToString(CultureInfo.InvariantCulture)),
            ("Mail:Egress:AllowedPorts:3", Server.Pop3sPort.ToString(CultureInfo.InvariantCulture)));
        await FillAsync(1, 30);
        var account = await AddPop3AccountAsync(security);
        await SyncAsync(account);
        var fetched = await ItemsAsync(account);
        await Engine.Get<ChangeRecorder>().DeleteAsync([fetched[0].ItemId, fetched[29].ItemId], Deadline);
        await FillAsync(31, 5);
        await SyncAsync(account);
        await SyncAsync(account);

        Assert.That(await HashesAsync(account), Is.EquivalentTo(Enumerable.Range(1, 35).Except([1, 30]).Select(Hash)));
        await ReconnectAsync();
        var onServer = await CachedMailbox.OfAsync(Other, Deadline);
        Assert.That(onServer.Select(line => line.Hash), Is.EquivalentTo(await HashesAsync(account)), "what was deleted here is deleted there, and nothing else");
    }

    private async Task<int> AddPop3AccountAsync(MailSecurity security) => await Engine.Get<AccountStore>().AddAsync(
        new AccountDraft
        {
            AssociateId = await Engine.AddAssociateAsync($"owner of {User}"),
            EmailAddress = $"{User}@test.example",
            Protocol = MailProtocol.Pop3,
            Incoming = new LoginDraft(
                new MailEndpoint(Server.Host, security == MailSecurity.Tls ? Server.Pop3sPort : Server.Pop3Port, security), "", User,
                new Secret(DovecotServer.Password(User))),
        },
        Deadline);

    private async Task<IReadOnlyList<StoredItem>> ItemsAsync(int account)
    {
        var inbox = (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Single(folder => folder.Name == Inbox);
        return [.. (await Engine.Get<MessageReader>().ListFolderAsync(inbox.FolderId, Deadline)).OrderBy(item => item.Uid)];
    }

    private async Task<string[]> HashesAsync(int account) => [.. (await CachedMailbox.ReadAsync(Engine.Database, account)).Select(line => line.Hash)];

    private static string Hash(int number) => CachedMailbox.Hash(Message(number));

    private async Task FillAsync(int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            await Other.AppendMessageAsync(Inbox, Message(number), Deadline);
        }
    }

    /// <summary>With CRLF at the end of every line, the only line ends that POP3 has.</summary>
    private static byte[] Message(int number) => Encoding.UTF8.GetBytes(
        $"Message-ID: <{number}@test.example>\r\nSubject: number {number}\r\n\r\n.\r\n..\r\nBlåbær\r\n{new string('x', 700 * number)}\r\n");
}

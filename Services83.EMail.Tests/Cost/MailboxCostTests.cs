using System.Globalization;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>Whatever is sent to a mailbox, and however much is in it: the time for its owner's requests is proportional.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
[CancelAfter(240_000)]
public sealed class MailboxCostTests : SoapFixture
{
    private const int Anna = SoapTestServer.Anna;

    private int _number;

    [TestCase("To: ", "a{0}@test.example, ", TestName = "Recipients")]
    [TestCase("To: ", "<@a{0},", TestName = "Routes")]
    [TestCase("X: x", "\r\nX{0}: y", TestName = "Fields")]
    [TestCase("References: ", "<{0}@b> ", TestName = "References of a message")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Disposition: attachment; filename=f{0}\r\n\r\n{0}\r\n", TestName = "Attachments")]
    public async Task A_message_is_told_at_a_cost_in_proportion(string start, string piece)
    {
        await StartAsync();
        var account = await Server.AddAccountAsync(AnnasMail, Anna, Deadline);

        await Growth.AssertLinearAsync(
            2_000,
            n => DeliverAsync(account, Message(start, piece, n)),
            async item =>
            {
                await GetAsync<EMailEntity>(Anna, "GetEMail", ("Id", item), ("IncludeAttachments", true));
                await GetAsync<EMailEnvelope[]>(Anna, "GetNewMail", ("Folders", Array.Empty<int>()));
            });
    }

    [TestCase("To: ", "a{0}@test.example, ", 200_000, TestName = "A message to 200,000")]
    public async Task A_message_is_told_in_few_octets(string start, string piece, int count)
    {
        await StartAsync();
        var account = await Server.AddAccountAsync(AnnasMail, Anna, Deadline);
        var message = Message(start, piece, count);
        var item = await DeliverAsync(account, message);

        var reply = Succeeded(await CallAsync(Anna, "GetEMail", ("Id", item), ("IncludeAttachments", true)));

        Assert.That(reply.Text.Length, Is.LessThan(3 * message.Length));
    }

    private async Task<int> DeliverAsync(int account, byte[] message)
    {
        var id = $"m{++_number}@test.example";
        AnnasMail.Inbox.Append((byte[])[.. Encoding.ASCII.GetBytes($"Message-ID: <{id}>\r\n"), .. message]);
        await SyncAsync(Anna, account);
        await Server.WhenIdleAsync(Deadline);
        return (await FindAsync(Anna, id))!.EmailItemId;
    }

    private static byte[] Message(string start, string piece, int count)
    {
        var text = new StringBuilder(start);
        for (var i = 0; i < count; i++)
        {
            text.Append(piece.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            // Header lines must not be longer than mail servers accept.
            if (i % 10 == 9 && start == "To: ")
            {
                text.Append("\r\n ");
            }
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n\r\n").ToString());
    }
}

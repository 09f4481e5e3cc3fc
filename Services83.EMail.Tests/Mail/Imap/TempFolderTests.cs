using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(30_000)]
public sealed class TempFolderTests
{
    [Test]
    public async Task A_temporary_folder_that_cannot_be_used_is_named(CancellationToken cancellationToken)
    {
        var transcript = Encoding.ASCII.GetBytes("* OK [CAPABILITY IMAP4rev1] hi\r\n* 1 FETCH (UID 1 BODY[] {5}\r\nhello)\r\nA1 OK\r\n");
        using var log = new TestLog();
        var options = ResponseText.Options with
        {
            Logger = log.CreateLogger("mail"),
            Security = LineSecurity.None,
            InMemoryLiteralLimit = 4,
            TempDirectory = "/nowhere/at/all",
            ConnectCallback = (_, _) => new ValueTask<Stream>(new ChunkedStream(transcript, _ => int.MaxValue)),
        };
        await using var client = await ImapClient.ConnectAsync(options, cancellationToken);

        var error = await Assert.CatchAsync<ImapConnectionException>(async () =>
        {
            await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Body, null, cancellationToken))
            {
                message.Dispose();
            }
        });

        Assert.That(error.Message, Does.EndWith("the log has the reason."));
        Assert.That(log.Lines, Has.Some.Contains("/nowhere/at/all"));
        Assert.That(client.IsConnected, Is.False);
    }
}

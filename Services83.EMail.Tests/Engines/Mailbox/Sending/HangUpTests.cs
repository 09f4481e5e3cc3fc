using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>Callers that disconnect while their message is being sent to the server.</summary>
[Category(Tier.Servers)]
public sealed class HangUpTests : SendingFixture
{
    /// <summary>More than the size of all buffers between the program and a server that does not read.</summary>
    private const int LargeAttachment = 20 << 20;

    [TestCase("holdrcpt", 1)]
    [TestCase("holdcontent", LargeAttachment)]
    public async Task Nobody_gets_a_message_whose_sender_hangs_up_before_its_end(string where, int octets)
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("hung up", AddressOf(to), $"{where}@test.example");
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        email.Attachments = [new EMailAttachment { Filename = "a.bin", Stream = new byte[octets] }];
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Deadline);

        var client = await Server.AsAsync(Anna, Deadline);
        var call = client.CallAsync("Send", hangUp.Token, ("Emails", new[] { email }));
        await Smtp.WhenHeldAsync(Deadline);
        Assert.That(await OpenAsync(id), Is.EqualTo(1));
        await hangUp.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);
        // The program gives up the message while the server still holds it.
        await WhenGivenUpAsync(id);
        File.Delete(Smtp.HeldFile);

        // The same message can be sent now; if the first attempt had succeeded, there would be two, or a refusal.
        email.To = [Address(AddressOf(to))];
        Succeeded(await SendAsync(email));
        Assert.That((await ReadAsync(to)).Select(message => message.MessageId), Is.EqualTo([email.MessageID]));
        Assert.That(await ReadPushedAsync(sender), Has.Count.EqualTo(1));
        Assert.That(Smtp.Deliveries.Count(delivery => delivery.User == sender), Is.EqualTo(1));
    }

    private async Task<int> OpenAsync(int accountId) => (await Outbox.ListOpenAsync(Deadline)).Count(message => message.AccountId == accountId);

    private Task WhenGivenUpAsync(int accountId) => Server.UntilAsync(async () => await OpenAsync(accountId) == 0, Deadline);
}

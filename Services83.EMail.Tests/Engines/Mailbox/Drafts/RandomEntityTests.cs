using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Drafts;

/// <summary>Random members of carriers, in every operation that takes one: the other members do not change.</summary>
[Category(Tier.Engines)]
[CancelAfter(300_000)]
public sealed class RandomEntityTests : AgentFixture
{
    private const int Cases = 60;

    private int _count;

    [Test]
    public async Task What_a_carrier_leaves_out_stays_and_what_was_received_stays_unless_a_text_is_given()
    {
        foreach (var one in EntityCase.Generator.Sample(Cases, 50))
        {
            try
            {
                await TryAsync(one, $"case {++_count}");
            }
            catch (Exception exception) when (exception is AgentException or InvalidOperationException)
            {
                Assert.Fail($"{one}: {exception}");
            }
        }
    }

    private async Task TryAsync(EntityCase one, string subject)
    {
        var folder = one.IsDraft ? Anna["Drafts"] : Anna.Inbox;
        var others = folder.Messages.Count;
        var uid = folder.Append(one.Octets(subject), one.IsDraft ? [@"\Draft", @"\Seen"] : [@"\Seen"]);
        var octets = folder.Find(uid)!.Raw.ToArray();
        await SyncAsync();
        var isNamed = one.Operation == "SaveEMail";
        var before = isNamed
            ? await AskAsync(agent => agent.GetEMailFromIdAsync(Named(folder.Name), (int)uid, false, default, true))
            : await ReadAsync(await ItemAsync(subject), includeAttachments: true);
        var given = one.Of(before);
        (given.EmailItemId, given.ServerId) = isNamed ? (0, (int)uid) : (before.EmailItemId, 0);

        var result = await RunAsync(one, given);
        await SettleAsync();

        var isKept = !one.Writes || result is null || !one.ChangesContent;
        if (isKept)
        {
            Assert.That(folder.Find(uid)?.Raw.ToArray(), Is.EqualTo(octets), $"{one}: the message on the server");
        }
        else
        {
            Assert.That(folder.Messages, Has.Count.EqualTo(others + 1), $"{one}: exactly one version");
        }

        Assert.That(result is null, Is.EqualTo(one.IsRefused), $"{one}: refused");
        if (result is not null)
        {
            one.AssertIs(result, MimeReader.Read(octets));
        }

        if (!isNamed)
        {
            await AssertSettledAsync();
        }
    }

    /// <returns>The resulting message; null when it was refused.</returns>
    private async Task<MimeMessage?> RunAsync(EntityCase one, EMailEntity given)
    {
        try
        {
            return one.Operation switch
            {
                "Save" => await StoredAsync(await AskAsync(agent => agent.SaveAsync(given))),
                "SaveToMailServer" => await StoredAsync(await AskAsync(agent => agent.SaveToMailServerAsync(given))),
                "SaveDraft" => await StoredAsync(await AskAsync(agent => agent.SaveDraftAsync(given))),
                "SaveEMail" => OnServer(one, await AskAsync(agent => agent.SaveEMailAsync(Named(one.IsDraft ? "Drafts" : "INBOX"), given))),
                "SaveEmailToTmpDocument" => await TemporaryAsync(given),
                _ => await LetterAsync(given),
            };
        }
        catch (InvalidArgumentException refused) when (one.IsRefused)
        {
            Assert.That(refused.Message, Does.Contain("not a draft"));
            return null;
        }
    }

    private async Task<MimeMessage> StoredAsync(EMailEntity saved) =>
        MimeReader.Read(await Engine.Get<Services83.EMail.Storage.Mail.MessageReader>().RawAsync((await ShownAsync(saved.EmailItemId))!.ContentId, Deadline));

    private MimeMessage OnServer(EntityCase one, EMailEntity saved)
    {
        var folder = one.IsDraft ? Anna["Drafts"] : Anna.Inbox;
        return MimeReader.Read(folder.Find((uint)saved.ServerId)!.Raw);
    }

    private async Task<MimeMessage> TemporaryAsync(EMailEntity given)
    {
        var name = await AskAsync(agent => agent.SaveEmailToTmpDocumentAsync(given, 0, false));
        var raw = await Engine.Get<Services83.EMail.Storage.Documents.TemporaryDocumentStore>().FindAsync(name, Owner, Deadline);
        return MimeReader.Read(raw!);
    }

    /// <summary>What Send, SendEMails and SendAndSaveEmailToTmpDocument would send.</summary>
    private async Task<MimeMessage> LetterAsync(EMailEntity given)
    {
        await using var scope = Engine.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CallContext>();
        context.Caller = new Caller { AssociateId = Owner, LoginName = "caller", IsPrivileged = false };
        var letter = await scope.ServiceProvider.GetRequiredService<LetterWriter>().WriteAsync(given, "Emails[0]", "anna@test.example");
        return MimeReader.Read(letter.ToCopy());
    }

    private EMailConnectionInfo Named(string folder) => new()
    {
        ServerName = $"imaps://{Server.Host}:{Server.TlsPort}", UserName = Anna.User, Password = Anna.Password, Folder = folder, UseSSL = true,
    };
}

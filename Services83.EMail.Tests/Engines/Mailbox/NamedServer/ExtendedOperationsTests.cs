using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>The operations with a choice of protocol, on mailboxes that a real server serves over both.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class ExtendedOperationsTests() : NamedServerFixture(RealServer.Dovecot)
{
    protected override string[] Settings => ["--Mail:MaxMessageBytes=100000"];

    [TestCase("imap")]
    [TestCase("POP3")]
    public async Task The_right_password_is_true_and_a_wrong_one_is_false_with_the_servers_words(string protocol)
    {
        var user = TakeUser();

        var right = await AskAsync("Authenticate", On(protocol, user));
        var wrong = await AskAsync("Authenticate", On(protocol, user, password: "wrong"));

        Assert.That(Succeeded(right).Read<bool>(), Is.True);
        Assert.That(Succeeded(wrong).Read<bool>(), Is.False);
        Assert.That(wrong.ExtraInfo["Reason"], Does.Contain("refused the credentials: "));
    }

    [TestCase("IMAP", false)]
    [TestCase("POP3", false)]
    [TestCase("IMAP", true)]
    [TestCase("POP3", true)]
    public async Task Messages_are_listed_read_and_deleted(string protocol, bool startTls)
    {
        var user = TakeUser();
        var odd = Encoding.Latin1.GetBytes("Subject: odd\r\n\r\n.\r\n..dots\r\nblåbær \u0080\r\n");
        await FillAsync(user, "INBOX", Letter("one"), odd, Letter("three"));
        var server = On(protocol, user, startTls: startTls);

        var ids = (await ReadAsync<string[]>("GetEmailMessageIds", server))!;
        var texts = (await ReadAsync<string[]>("GetEmailsAsString", server, ("MessageIds", new[] { ids[2], ids[1] })))!;
        Succeeded(await AskAsync("DeleteExtended", server, ("MessageIds", new[] { ids[0], ids[2] })));
        var left = await ReadAsync<string[]>("GetEmailMessageIds", server);

        Assert.That(ids, Has.Length.EqualTo(3).And.Unique);
        Assert.That(texts.Select(text => Encoding.Latin1.GetBytes(text)), Is.EqualTo(new[] { Letter("three"), odd }));
        Assert.That(left, Is.EqualTo(ids[1..2]));
        Assert.That(await SubjectsAsync(user, "INBOX"), Is.EqualTo(new[] { "odd" }));
    }

    [TestCase("IMAP")]
    [TestCase("POP3")]
    public async Task Ids_that_are_gone_are_passed_over_and_named(string protocol)
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("one"));
        var server = On(protocol, user);
        var id = (await ReadAsync<string[]>("GetEmailMessageIds", server))!.Single();
        string?[] ids = ["gone", id, null, "1-1", id, "99999999999-1"];

        var read = Succeeded(await AskAsync("GetEmailsAsString", server, ("MessageIds", ids)));
        var deleted = Succeeded(await AskAsync("DeleteExtended", server, ("MessageIds", ids)));

        Assert.That(read.Read<string[]>(), Has.Length.EqualTo(1));
        Assert.That(read.ExtraInfo["UnknownIds"], Is.EqualTo("gone,,1-1,99999999999-1"));
        Assert.That(deleted.ExtraInfo["UnknownIds"], Is.EqualTo("gone,,1-1,99999999999-1"));
        Assert.That(await ReadAsync<string[]>("GetEmailMessageIds", server), Is.Empty);
    }

    [TestCase("IMAP")]
    [TestCase("POP3")]
    public async Task No_ids_are_no_messages(string protocol)
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("one"));

        foreach (var ids in (string[]?[])[null, []])
        {
            Assert.That(await ReadAsync<string[]>("GetEmailsAsString", On(protocol, user), ("MessageIds", ids)), Is.Empty);
            Succeeded(await AskAsync("DeleteExtended", On(protocol, user), ("MessageIds", ids)));
        }

        Assert.That(await SubjectsAsync(user, "INBOX"), Has.Length.EqualTo(1));
    }

    [TestCase("IMAP")]
    [TestCase("POP3")]
    public async Task A_hundred_thousand_ids_are_no_hardship(string protocol)
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("one"));
        var many = Enumerable.Range(0, 100_000).Select(number => $"1-{number}").ToArray();

        var reply = Succeeded(await AskAsync("DeleteExtended", On(protocol, user), ("MessageIds", many)));

        Assert.That(reply.ExtraInfo["UnknownIds"], Does.EndWith(",…"));
        Assert.That(await SubjectsAsync(user, "INBOX"), Has.Length.EqualTo(1));
    }

    [TestCase("IMAP")]
    [TestCase("POP3")]
    public async Task More_than_fits_into_a_reply_is_refused_with_the_id_where_it_became_too_much(string protocol)
    {
        var user = TakeUser();
        var big = (byte[])[.. Letter("big"), .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x\r\n", 20_000)))];
        await FillAsync(user, "INBOX", big, big);
        var ids = (await ReadAsync<string[]>("GetEmailMessageIds", On(protocol, user)))!;

        var error = Refused(await AskAsync("GetEmailsAsString", On(protocol, user), ("MessageIds", ids)), "InvalidArgument");

        Assert.That(error.Message, Is.EqualTo(
            $"The messages up to '{ids[1]}' have more than 100000 bytes together (Mail:MaxMessageBytes). Request fewer at a time."));
        Assert.That(await ReadAsync<string[]>("GetEmailsAsString", On(protocol, user), ("MessageIds", ids[..1])), Has.Length.EqualTo(1));
    }

    [TestCase("GetEmailMessageIds", "SMTP", null, "Protocol")]
    [TestCase("GetEmailsAsString", "SMTP", null, "Protocol")]
    [TestCase("DeleteExtended", "SMTP", null, "Protocol")]
    [TestCase("Authenticate", "NNTP", null, "Protocol")]
    [TestCase("GetEmailMessageIds", null, null, "Protocol")]
    [TestCase("GetEmailMessageIds", "POP3", "Sent", "Folder")]
    public async Task What_the_protocol_cannot_do_is_refused(string operation, string? protocol, string? folder, string argument)
    {
        var server = On(protocol ?? "IMAP", TakeUser());
        server.Protocol = protocol;
        server.Folder = folder;

        Assert.That(Refused(await AskAsync(operation, server), "InvalidArgument").Parameters!["argument"], Is.EqualTo(argument));
    }

    [TestCase("Authenticate")]
    [TestCase("GetEmailMessageIds")]
    [TestCase("GetEmailsAsString")]
    [TestCase("DeleteExtended")]
    public async Task Without_a_server_there_is_nothing_to_do(string operation) => Assert.That(
        Refused(await AskAsync(operation, null), "InvalidArgument").Parameters!["argument"], Is.EqualTo("ConnectionInfoExtended"));

    [Test]
    public async Task A_folder_of_an_imap_server_is_read_too()
    {
        var user = TakeUser();
        await CreateAsync(user, "Blåbær");
        await FillAsync(user, "Blåbær", Letter("one"));
        var server = On("IMAP", user);
        server.Folder = "Blåbær";

        Assert.That(await ReadAsync<string[]>("GetEmailMessageIds", server), Has.Length.EqualTo(1));
        server.Folder = "Nowhere";
        Assert.That(Refused(await AskAsync("GetEmailMessageIds", server), "NotFound").Parameters!["Folder"], Is.EqualTo("Nowhere"));
    }

    private EMailConnectionInfoExtended On(string protocol, string user, string? password = null, bool startTls = false) => new()
    {
        ServerName = "127.0.0.1",
        Protocol = protocol,
        Port = (protocol.Equals("POP3", StringComparison.OrdinalIgnoreCase), startTls) switch
        {
            (true, true) => Dovecot.Pop3Port,
            (true, false) => Dovecot.Pop3sPort,
            (false, true) => Dovecot.ImapPort,
            _ => Dovecot.ImapsPort,
        },
        UserName = user,
        Password = password ?? PasswordOf(user),
        UseSSL = !startTls,
    };

    private Task<SoapReply> AskAsync(string operation, EMailConnectionInfoExtended? server, params (string Name, object? Value)[] parameters) =>
        CallAsync(Anna, operation, [("ConnectionInfoExtended", server), .. parameters]);

    private async Task<T?> ReadAsync<T>(string operation, EMailConnectionInfoExtended? server, params (string Name, object? Value)[] parameters) =>
        Succeeded(await AskAsync(operation, server, parameters)).Read<T>();
}

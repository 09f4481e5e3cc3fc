using NUnit.Framework;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>SendEMails, RelayMessage, AuthenticateOutgoing, TestAuthenticate and CreateForwardEmail.</summary>
[Category(Tier.Servers)]
public sealed class NamedSendTests : SendingFixture
{
    [Test]
    public async Task Messages_go_through_the_named_server_and_copies_into_the_named_folder()
    {
        var (user, to) = (NextUser(), NextUser());
        var email = From(user, Letter("named", AddressOf(to)));
        email.Bcc = [Address(AddressOf(NextUser()))];

        var sent = (await GetAsync<EMailEntity[]>(
            Anna, "SendEMails", ("OutgoingConnectionInfo", Outgoing(user)), ("Emails", new[] { email }), ("SentItemsConnectionInfo", Incoming(user, "Junk"))))!.Single();

        Assert.That((await ReadAsync(to)).Single().MessageId, Is.EqualTo(sent.MessageID));
        var copy = (await ReadAsync(user, "Junk")).Single();
        Assert.That((copy.MessageId, copy.Bcc.Count), Is.EqualTo((sent.MessageID, 1)));
        Assert.That((sent.IsSent, sent.FolderName), Is.EqualTo((true, "Junk")));
    }

    [Test]
    public async Task Without_a_named_folder_the_copy_goes_to_the_servers_own_and_without_a_server_nowhere()
    {
        var (user, to) = (NextUser(), NextUser());

        await GetAsync<EMailEntity[]>(
            Anna, "SendEMails", ("OutgoingConnectionInfo", Outgoing(user)), ("Emails", new[] { From(user, Letter("own", AddressOf(to))) }), ("SentItemsConnectionInfo", Incoming(user, "")));
        await GetAsync<EMailEntity[]>(
            Anna, "SendEMails", ("OutgoingConnectionInfo", Outgoing(user)), ("Emails", new[] { From(user, Letter("none", AddressOf(to))) }), ("SentItemsConnectionInfo", null));

        Assert.That((await ReadAsync(user, "Sent")).Select(message => message.Subject), Is.EqualTo(["own"]));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_copy_that_cannot_be_filed_waits_and_its_login_is_kept_encrypted()
    {
        var (user, to) = (NextUser(), NextUser());

        var reply = Succeeded(await CallAsync(
            Anna, "SendEMails", ("OutgoingConnectionInfo", Outgoing(user)), ("Emails", new[] { From(user, Letter("waits", AddressOf(to))) }),
            ("SentItemsConnectionInfo", Incoming(user, "Not there yet"))));

        Assert.That(await ReadAsync(to), Has.Count.EqualTo(1));
        Assert.That(reply.ExtraInfo["CopiesWaiting"], Does.Contain("Not there yet").Or.Contain("TRYCREATE").Or.Contain("exist"));
        var waiting = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.Sender == AddressOf(user));
        Assert.That(waiting.State, Is.EqualTo(OutgoingState.Accepted));
        Assert.That(waiting.CopyTo, Is.Not.Null.And.Not.Contain(DovecotServer.Password(user)));
        Assert.That(Server.Get<SentCopyStore>().TargetOf(waiting), Does.Contain(DovecotServer.Password(user)));
    }

    [Test]
    public async Task Of_a_message_whose_delivery_is_uncertain_no_login_is_kept()
    {
        var user = NextUser();

        Refused(
            await CallAsync(
                Anna, "SendEMails", ("OutgoingConnectionInfo", Outgoing(user)), ("Emails", new[] { From(user, Letter("lost", "dropdata@test.example")) }),
                ("SentItemsConnectionInfo", Incoming(user, ""))),
            "DeliveryUncertain");

        var kept = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.Sender == AddressOf(user));
        Assert.That((kept.State, kept.CopyTo), Is.EqualTo((OutgoingState.Uncertain, (string?)null)));
        Assert.That(await ReadAsync(user, "Sent"), Is.Empty);
    }

    [Test]
    public async Task The_author_has_to_be_named_and_refusals_are_told()
    {
        var user = NextUser();
        var info = Outgoing(user);

        Assert.Multiple(async () =>
        {
            Assert.That(Refused(await SendEMailsAsync(info, Letter("x", "y@test.example")), "InvalidArgument").Message, Does.Contain("Emails[0]: From"));
            Assert.That(Refused(await SendEMailsAsync(info, From("spoof", Letter("x", "y@test.example"))), "MailServer").Message, Does.Contain("553 5.7.1"));
            Assert.That(Refused(await SendEMailsAsync(null, From(user, Letter("x", "y@test.example"))), "InvalidArgument").Parameters!["argument"], Is.EqualTo("OutgoingConnectionInfo"));
            info.Password = "wrong";
            Assert.That(Refused(await SendEMailsAsync(info, From(user, Letter("x", "y@test.example"))), "MailServer").Message, Does.Contain("refused the credentials"));
            info.ServerName = "smtp.example.com:2525";
            Assert.That(Refused(await SendEMailsAsync(info, From(user, Letter("x", "y@test.example"))), "MailServer").Message, Does.Contain("AllowedPorts"));
        });
    }

    [Test]
    public async Task A_message_is_relayed_as_it_is_but_for_Bcc()
    {
        var (user, to) = (NextUser(), NextUser());
        const string message = "From: x@test.example\r\nBcc: hidden@test.example,\r\n other@test.example\r\nSubject: =?utf-8?Q?r=C3=A5?=\r\nX-Odd:  kept \r\n\r\n.dot\r\n..\r\nb\u00e6r\r\n";

        Succeeded(await RelayAsync(Extended(user), message, AddressOf(user), AddressOf(to)));

        var received = (await ReadAsync(to)).Single();
        var text = System.Text.Encoding.Latin1.GetString(received.Raw.Span);
        Assert.That(text, Does.EndWith("From: x@test.example\r\nSubject: =?utf-8?Q?r=C3=A5?=\r\nX-Odd:  kept \r\n\r\n.dot\r\n..\r\nb\u00e6r\r\n"));
        Assert.That(received.Header("Bcc"), Is.Null);
    }

    [Test]
    public async Task What_cannot_be_relayed_is_refused()
    {
        var user = NextUser();
        const string message = "Subject: x\r\n\r\ny\r\n";

        Assert.Multiple(async () =>
        {
            Assert.That(Refused(await RelayAsync(Extended(user, "IMAP"), message, AddressOf(user), "a@test.example"), "InvalidArgument").Parameters!["argument"], Is.EqualTo("Protocol"));
            Assert.That(Refused(await RelayAsync(Extended(user), message, AddressOf(user)), "InvalidArgument").Parameters!["argument"], Is.EqualTo("Recipients"));
            Assert.That(Refused(await RelayAsync(Extended(user), message, "a>\r\nb", "a@test.example"), "InvalidArgument").Parameters!["argument"], Is.EqualTo("From"));
            Assert.That(Refused(await RelayAsync(Extended(user), "", AddressOf(user), "a@test.example"), "InvalidArgument").Parameters!["argument"], Is.EqualTo("Rfc822"));
            Refused(await RelayAsync(Extended(user), message, AddressOf(user), "reject550@test.example"), "MailServer");
            Refused(await RelayAsync(Extended(user), message, AddressOf(user), "dropdata@test.example"), "DeliveryUncertain");
        });
    }

    [Test]
    public async Task A_login_for_outgoing_mail_is_tried()
    {
        var info = Outgoing(NextUser());

        Assert.That(await GetAsync<bool>(Anna, "AuthenticateOutgoing", ("ConnectionInfo", info)), Is.True);
        info.Password = "wrong";
        var refused = Succeeded(await CallAsync(Anna, "AuthenticateOutgoing", ("ConnectionInfo", info)));
        Assert.That(refused.Read<bool>(), Is.False);
        Assert.That(refused.ExtraInfo["Reason"], Does.Contain("535"));
        info.ServerName = $"127.0.0.1:{Mailboxes.ImapsPort}";
        Refused(await CallAsync(Anna, "AuthenticateOutgoing", ("ConnectionInfo", info)), "MailServer");
    }

    [Test]
    public async Task The_same_is_asked_with_a_choice_of_protocol()
    {
        var info = Extended(NextUser());

        Assert.That(await GetAsync<bool>(Anna, "Authenticate", ("ConnectionInfoExtended", info)), Is.True);
        info.Password = "wrong";
        var refused = Succeeded(await CallAsync(Anna, "Authenticate", ("ConnectionInfoExtended", info)));
        Assert.That(refused.Read<bool>(), Is.False);
        Assert.That(refused.ExtraInfo["Reason"], Does.Contain("535"));
    }

    [Test]
    public async Task The_test_of_an_account_tries_both_servers()
    {
        await AddAccountAsync(Bob);
        Assert.That(await GetAsync<bool>(Bob, "TestAuthenticate"), Is.True);

        var user = NextUser();
        await GetAsync<EMailAccount>(Bob, "SaveEMailAccount", ("EMailAccount", new EMailAccount
        {
            EMailAddress = AddressOf(user),
            IncomingCredentials = new ServiceAuth { Server = Mailboxes.Host, Port = Mailboxes.ImapsPort, Username = user, Password = DovecotServer.Password(user) },
            OutgoingCredentials = new ServiceAuth { Server = Smtp.Host, Port = Smtp.TlsPort, Username = user, Password = "wrong" },
        }));
        var reply = Succeeded(await CallAsync(Bob, "TestAuthenticate"));

        Assert.That(reply.Read<bool>(), Is.False);
        Assert.That(reply.ExtraInfo["Reason"], Does.Contain("535"));
    }

    [Test]
    public async Task A_forward_quotes_the_message_and_keeps_its_attachments()
    {
        var original = Letter("Blåbær", "bo@test.example");
        original.From = new EMailAddress { Name = "Åse <&>", Address = "ase@test.example" };
        original.Sent = new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
        original.HTMLBody = "<html><BODY class=x><p>Hei</p></BODY></html>";
        original.Attachments = [new EMailAttachment { Filename = "a.txt", Stream = [65] }];

        var forward = (await GetAsync<EMailEntity>(Anna, "CreateForwardEmail", ("Email", original)))!;
        var again = (await GetAsync<EMailEntity>(Anna, "CreateForwardEmail", ("Email", forward)))!;

        Assert.Multiple(() =>
        {
            Assert.That((forward.Subject, again.Subject), Is.EqualTo(("Fwd: Blåbær", "Fwd: Blåbær")));
            Assert.That(forward.HTMLBody, Does.StartWith("<html><BODY class=x><br>").And.Contain("Åse &lt;&amp;&gt;").And.EndWith("<p>Hei</p></BODY></html>"));
            Assert.That(forward.PlainBody, Does.Contain("From: Åse <&> <ase@test.example>\r\nSent: 2026-11-20 10:00 UTC\r\nTo: bo@test.example\r\nSubject: Blåbær\r\n").And.EndWith("Text of Blåbær."));
            Assert.That(forward.Attachments!.Single().Stream, Is.EqualTo(new byte[] { 65 }));
            Assert.That((forward.To, forward.IsSent, forward.EmailItemId, forward.MessageID), Is.EqualTo((Array.Empty<EMailAddress>(), false, 0, "")));
        });
        Refused(await CallAsync(Anna, "CreateForwardEmail", ("Email", null)), "InvalidArgument");
    }

    private Task<SoapReply> SendEMailsAsync(EMailConnectionInfo? info, EMailEntity email) => CallAsync(
        Anna, "SendEMails", ("OutgoingConnectionInfo", info), ("Emails", new[] { email }), ("SentItemsConnectionInfo", null));

    private Task<SoapReply> RelayAsync(EMailConnectionInfoExtended info, string message, string from, params string[] recipients) => CallAsync(
        Anna, "RelayMessage", ("ConnectionInfoExtended", info), ("Rfc822", message), ("From", from), ("Recipients", recipients));

    private static EMailEntity From(string user, EMailEntity email)
    {
        email.From = Address(AddressOf(user));
        return email;
    }

    private EMailConnectionInfo Outgoing(string user) => new()
    {
        ServerName = $"{Smtp.Host}:{Smtp.TlsPort}", UserName = user, Password = DovecotServer.Password(user), UseSSL = true,
    };

    private EMailConnectionInfo Incoming(string user, string folder) => new()
    {
        ServerName = $"{Mailboxes.Host}:{Mailboxes.ImapsPort}", UserName = user, Password = DovecotServer.Password(user), UseSSL = true, Folder = folder,
    };

    private EMailConnectionInfoExtended Extended(string user, string protocol = "smtp") => new()
    {
        ServerName = Smtp.Host, Port = Smtp.StartTlsPort, Protocol = protocol, UserName = user, Password = DovecotServer.Password(user),
    };
}

using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Demo;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

// Calls that are useful with a mailbox with folders, attachments and an archive, in an order in which each can succeed.
public sealed partial class BothDoorsTests
{
    /// <summary>The sandbox delivers to users whose name is an address.</summary>
    private const string Recipient = "bob@test.example";

    private static readonly (string Operation, Func<Side, object?[]> Values)[] Steps =
    [
        ("GetAttachment", side => [side.Named("INBOX"), 3, "2"]),
        ("GetAttachmentFromId", side => [side.ItemId, "2"]),
        ("GetEMailFromId", side => [side.Named("INBOX"), 3, true, EMailFlags.Seen, true]),
        ("GetEMailAsStream", side => [side.Named("INBOX"), 3, true]),
        ("GetEmailsAsString", side => [side.NamedExtended("IMAP"), side.MessageIds]),
        ("GetEMailFromDocumentId", side => [side.DocumentId]),
        ("GetEMailFromDocumentIdWithoutAttachmentStream", side => [side.DocumentId]),
        ("CreateEMailFromDocumentEntity", side => [new DocumentEntity { DocumentId = side.DocumentId, Sale = new Sale { SaleId = 4 } }]),
        ("GetEMailFromTemp", side => [side.TemporaryName]),
        ("CreateForwardEmail", side => [new EMailEntity { EmailItemId = side.ItemId }]),
        ("CreateFolder", side => [side.Named("Orders & Søn")]),
        ("SetSubscription", side => [side.Named("INBOX"), new[] { new EMailFolder { Name = "Orders & Søn", Subscribed = true } }]),
        ("SaveEMail", side => [side.Named("Orders & Søn"), Outgoing("saved")]),
        ("MoveToFolder", side => [side.Named("INBOX"), new[] { 2 }, "Orders & Søn"]),
        ("EmptyFolder", side => [side.Named("Orders & Søn"), "Junk"]),
        ("DeleteFolder", side => [side.Named("Orders & Søn")]),
        ("Delete", side => [side.Named("Junk"), new[] { 1 }, ""]),
        ("SaveDraft", _ => [Outgoing("draft")]),
        ("SaveToMailServer", _ => [Outgoing("stored")]),
        ("Save", _ => [Outgoing("kept")]),
        ("Send", _ => [new[] { Outgoing("sent"), Outgoing("sent-too") }]),
        ("SendAndSaveEmailToTmpDocument", _ => [Outgoing("sent-and-kept"), true]),
        ("SendEMails", side => [side.NamedOutgoing(), new[] { Outgoing("sent-by-name") }, side.Named("Sent")]),
        ("RelayMessage", side => [side.NamedExtended("SMTP"), "Subject: relayed\r\n\r\nBl\u00E5b\u00E6r\r\n", "anna@test.example", new[] { Recipient }]),
        ("AuthenticateOutgoing", side => [side.NamedOutgoing()]),
        ("MoveEmailsToFolder", side => [side.TrashId, new[] { side.ItemId }]),
        ("DeleteEmails", side => [new[] { side.ItemId }, ""]),
        ("DeleteExtended", side => [side.NamedExtended("IMAP"), side.MessageIds[3..]]),
    ];

    private static EMailEntity Outgoing(string name) => new()
    {
        MessageID = $"{name}@test.example",
        Subject = $"{name} & <Søn>",
        From = new EMailAddress { Address = "anna@test.example", Name = "Anna" },
        To = [new EMailAddress { Address = Recipient, Name = "Bjørn" }],
        PlainBody = "Blåbær",
        Attachments = [new EMailAttachment { Filename = "Blåbær.bin", Type = "application/octet-stream", Stream = [0, 1, 255] }],
    };

    private static byte[] Letter(string name, string more = "") => System.Text.Encoding.UTF8.GetBytes(
        $"From: Carl <carl@test.example>\r\nTo: Anna <anna@test.example>\r\nSubject: {name} Blåbær\r\nDate: Fri, 20 Nov 2020 10:00:00 +0000\r\n"
        + $"Message-ID: <{name}@test.example>\r\n{more}\r\nText of {name}.\r\n");

    private static byte[] LetterWithAttachment() => new DemoLetter
    {
        From = new DemoPerson("Carl", "carl@test.example"),
        To = new DemoPerson("Anna", "anna@test.example"),
        Subject = "With a picture",
        MessageId = "<picture@test.example>",
        Body = DemoMime.Multipart("mixed", "b1", DemoMime.Text("see below"), DemoMime.Attachment("Blåbær.png", "image/png", [0x89, 0x50, 0, 255])),
    }.ToBytes();

    /// <summary>One of the two servers, with its own ids.</summary>
    private sealed record Side(SoapTestServer Server) : IAsyncDisposable
    {
        public int ItemId { get; private init; }

        public int TrashId { get; private init; }

        public int DocumentId { get; private init; }

        public string TemporaryName { get; private init; } = "";

        public string[] MessageIds { get; private init; } = [];

        public static async Task<Side> StartAsync()
        {
            var anna = SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna");
            anna.Inbox.Append(Letter("first"), [@"\Seen"]);
            anna.Inbox.Append(Letter("second", "In-Reply-To: <first@test.example>\r\n"));
            anna.Inbox.Append(LetterWithAttachment());
            anna.Inbox.Append(Letter("fourth"));
            var server = await SoapTestServer.StartAsync([anna, new SandboxAccount(Recipient, "mail-secret-of-bob")], Deadline);
            var account = await server.AddAccountAsync(anna, SoapTestServer.Anna, Deadline, sends: true);
            var side = new Side(server);
            await side.CallAsync("SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
            return await side.PrepareAsync();
        }

        public EMailConnectionInfo Named(string folder) => Named(Server.Mail.TlsPort, folder);

        public EMailConnectionInfo NamedOutgoing() => Named(Server.Outgoing.TlsPort, "");

        public EMailConnectionInfoExtended NamedExtended(string protocol) => new()
        {
            ServerName = Server.Mail.Host,
            Port = protocol == "SMTP" ? Server.Outgoing.TlsPort : Server.Mail.TlsPort,
            Protocol = protocol,
            UserName = "anna",
            Password = "mail-secret-of-anna",
            UseSSL = true,
            Folder = "INBOX",
        };

        /// <summary>The mail server's state at the end: all folders of all users with their messages.</summary>
        public string[] Mail() =>
        [
            .. Server.Mail.Options.Accounts.SelectMany(account => account.Folders, (account, folder) => $"{account.User} {folder.Name} {folder.IsSubscribed}: "
                + string.Join(", ", folder.Messages.Select(message => $"{message.Uid} {SubjectOf(message)} {string.Join(' ', message.Flags.Order(StringComparer.Ordinal))}"))),
        ];

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private static string? SubjectOf(SandboxMessage message) => MimeReader.ReadHeaders(message.Raw).Subject;

        private EMailConnectionInfo Named(int port, string folder) =>
            new() { ServerName = $"{Server.Mail.Host}:{port}", UserName = "anna", Password = "mail-secret-of-anna", UseSSL = true, Folder = folder };

        private async Task<Side> PrepareAsync()
        {
            var item = await AskAsync<EMailEntity>("GetMailFromMessageId", ("MessageId", "picture@test.example"));
            var folders = await AskAsync<EMailFolder[]>("CacheFolderList");
            return this with
            {
                ItemId = item.EmailItemId,
                TrashId = folders.Single(folder => folder.Name == "Trash").EmailFolderId,
                DocumentId = await Server.Get<DocumentStore>().AddAsync(SoapTestServer.Anna, ContentReader.Whole(LetterWithAttachment()), null, shared: false, Deadline),
                TemporaryName = await AskAsync<string>("SaveEmailToTmpDocument", ("Email", Outgoing("temporary")), ("FolderId", 0), ("StripAttachments", false)),
                MessageIds = await AskAsync<string[]>("GetEmailMessageIds", ("ConnectionInfoExtended", NamedExtended("IMAP"))),
            };
        }

        private async Task<T> AskAsync<T>(string operation, params (string Name, object? Value)[] parameters)
        {
            var reply = await CallAsync(operation, parameters);
            return reply.Read<T>()!;
        }

        private async Task<SoapReply> CallAsync(string operation, params (string Name, object? Value)[] parameters)
        {
            var reply = await (await Server.AsAsync(SoapTestServer.Anna, Deadline)).CallAsync(operation, Deadline, parameters);
            Assert.That(reply.Error?.Message, Is.Null, operation);
            return reply;
        }
    }
}

using System.Text;
using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Filing;
using Services83.EMail.Sandbox.Demo;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Documents;

/// <summary>GetEMailFromDocumentId, GetEMailFromDocumentIdWithoutAttachmentStream, CreateEMailFromDocumentEntity and GetEMailSOInfo.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class DocumentTests : SoapFixture
{
    private static readonly byte[] Picture = [0x89, (byte)'P', 0, 1, 2, 3];

    private static readonly byte[] WithPicture = new DemoLetter
    {
        From = new DemoPerson("Carl", "carl@test.example"),
        To = new DemoPerson("Anna", "anna@test.example"),
        Subject = "Blåbær",
        MessageId = "<blue@test.example>",
        Body = DemoMime.Multipart("mixed", "b1", DemoMime.Text("see below"), DemoMime.Attachment("Blåbær.png", "image/png", Picture)),
    }.ToBytes();

    [SetUp]
    public Task Start() => StartAsync();

    [Test]
    public async Task A_document_is_the_message_with_or_without_the_octets_of_its_attachments()
    {
        var id = await AddAsync(SoapTestServer.Anna, WithPicture);

        var with = await ReadAsync(SoapTestServer.Anna, id);
        var without = await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMailFromDocumentIdWithoutAttachmentStream", ("DocumentId", id));

        Assert.That((with.Subject, with.PlainBody?.Trim(), with.From?.Address, with.MessageID), Is.EqualTo(("Blåbær", "see below", "carl@test.example", "blue@test.example")));
        Assert.That((with.Attachments?.Single().Filename, with.Attachments?.Single().Stream), Is.EqualTo(("Blåbær.png", Picture)));
        Assert.That((without?.Attachments?.Single().Filename, without?.Attachments?.Single().Stream), Is.EqualTo(("Blåbær.png", (byte[]?)null)));
        Assert.That((with.EMailSOInfo?.DocumentId, with.EMailSOInfo?.Archived, with.EMailSOInfo?.ArchivedBy), Is.EqualTo((id, true, SoapTestServer.Anna)));
        Assert.That(with.EMailSOInfo?.ArchivedDisplayName, Is.EqualTo("Associate 11, of Søn & Co"));
        Assert.That((with.To?.Single().AssociateId, with.EmailItemId), Is.EqualTo((SoapTestServer.Anna, 0)));
    }

    [TestCase("GetEMailFromDocumentId")]
    [TestCase("GetEMailFromDocumentIdWithoutAttachmentStream")]
    public async Task Somebody_elses_document_is_as_if_it_did_not_exist_unless_it_is_shared(string operation)
    {
        var (own, shared) = (await AddAsync(SoapTestServer.Anna, Letter("own")), await AddAsync(SoapTestServer.Anna, Letter("shared"), shared: true));

        foreach (var id in new[] { own, shared + 1, 0, -1, int.MaxValue })
        {
            Assert.That(Refused(await CallAsync(SoapTestServer.Bob, operation, ("DocumentId", id)), "NotFound").Parameters?["DocumentId"], Is.EqualTo($"{id}"));
        }

        Assert.That((await GetAsync<EMailEntity>(SoapTestServer.Bob, operation, ("DocumentId", shared)))?.Subject, Is.EqualTo("shared"));
        Assert.That((await GetAsync<EMailEntity>(SoapTestServer.Sally, operation, ("DocumentId", own)))?.Subject, Is.EqualTo("own"));
        Assert.That((await GetAsync<EMailEntity>(SoapTestServer.Tje, operation, ("DocumentId", own)))?.Subject, Is.EqualTo("own"));
        Refused(await CallAsync(SoapTestServer.Bob, "CreateEMailFromDocumentEntity", ("DocumentEntity", new DocumentEntity { DocumentId = own })), "NotFound");
    }

    [Test]
    public async Task A_document_stays_when_its_message_and_account_go_and_its_octets_go_with_the_last_who_has_them()
    {
        var (item, account) = await ReceiveAsync(WithPicture);
        var message = await Server.Get<MessageReader>().FindAsync(item, Scope.Everybody, Deadline);
        var id = await Server.Get<DocumentStore>().AddAsync(SoapTestServer.Anna, message!, null, shared: false, Deadline);
        var twin = await AddAsync(SoapTestServer.Anna, WithPicture);
        Assert.That(await CountContentsAsync(), Is.EqualTo(1));

        Succeeded(await CallAsync(SoapTestServer.Anna, "DeleteEMailAccount", ("EMailAccountId", account)));

        Assert.That((await ReadAsync(SoapTestServer.Anna, id)).Attachments?.Single().Stream, Is.EqualTo(Picture));
        Assert.That(await Server.Get<DocumentStore>().DeleteAsync(twin, Deadline), Is.True);
        Assert.That(await CountContentsAsync(), Is.EqualTo(1));
        Assert.That(await Server.Get<DocumentStore>().DeleteAsync(id, Deadline), Is.True);
        Assert.That(await Server.Get<DocumentStore>().DeleteAsync(id, Deadline), Is.False);
        Assert.That(await CountContentsAsync(), Is.Zero);
        Refused(await CallAsync(SoapTestServer.Anna, "GetEMailFromDocumentId", ("DocumentId", id)), "NotFound");
        Assert.That(await AddAsync(SoapTestServer.Anna, WithPicture), Is.EqualTo(twin + 1), "an id was given out again");
    }

    [Test]
    public async Task A_cached_message_says_that_it_is_archived_to_those_who_may_read_the_document()
    {
        var (item, account) = await ReceiveAsync(Letter("letter"));
        Assert.That((await TieAsync(SoapTestServer.Anna, item)).Archived, Is.False);

        var bobs = await AddAsync(SoapTestServer.Bob, Letter("letter"));
        Assert.That((await TieAsync(SoapTestServer.Anna, item)).DocumentId, Is.Zero);
        Assert.That((await TieAsync(SoapTestServer.Sally, item)).DocumentId, Is.EqualTo(bobs));

        // Other bytes, the same Message-ID.
        var id = await AddAsync(SoapTestServer.Anna, Encoding.UTF8.GetBytes("Received: from x\r\n" + Encoding.UTF8.GetString(Letter("letter"))));
        var tie = await TieAsync(SoapTestServer.Anna, item);
        Assert.That((tie.DocumentId, tie.Archived, tie.ArchivedBy, tie.ArchivedDisplayName), Is.EqualTo((id, true, SoapTestServer.Anna, "Associate 11, of Søn & Co")));
        Assert.That(tie.ArchivedAt, Is.GreaterThan(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.That((await FindAsync(SoapTestServer.Anna, "letter@test.example"))?.EMailSOInfo?.DocumentId, Is.EqualTo(id));
        var envelopes = await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail", ("Folders", null));
        Assert.That(envelopes?.Single().EMailSOInfo?.DocumentId, Is.EqualTo(id));
        Assert.That(account, Is.Positive);
    }

    [Test]
    public async Task What_a_client_said_of_a_message_goes_before_what_the_archive_knows()
    {
        var (item, _) = await ReceiveAsync(Letter("letter"));
        var id = await AddAsync(SoapTestServer.Anna, Letter("letter"));
        var ties = Server.Get<MessageTieStore>();

        await ties.SaveAsync(new MessageTie { ItemId = item, ProjectId = 5, SaleId = 6, AppointmentId = 7 }, Deadline);
        var own = await TieAsync(SoapTestServer.Anna, item);
        await ties.SaveAsync(new MessageTie { ItemId = item, DocumentId = 4711, ArchivedAt = DateTimeOffset.UnixEpoch, ArchivedBy = SoapTestServer.Bob }, Deadline);
        var elsewhere = await TieAsync(SoapTestServer.Anna, item);

        Assert.That((own.DocumentId, own.ProjectId, own.SaleId, own.AppointmentId), Is.EqualTo((id, 5, 6, 7)));
        Assert.That((elsewhere.DocumentId, elsewhere.ArchivedBy, elsewhere.ArchivedDisplayName), Is.EqualTo((4711, SoapTestServer.Bob, "Associate 12, of Søn & Co")));
        Assert.That((elsewhere.ProjectId, elsewhere.ArchivedAt.ToUniversalTime()), Is.EqualTo((0, DateTime.UnixEpoch)));
    }

    [Test]
    public async Task A_client_ties_a_message_by_saving_it()
    {
        var (item, _) = await ReceiveAsync(Letter("letter"));
        async Task SaveAsync(EMailSOInfo? tie) => Succeeded(await CallAsync(
            SoapTestServer.Anna, "Save", ("Email", new EMailEntity { EmailItemId = item, EMailSOInfo = tie })));

        await SaveAsync(new EMailSOInfo { ProjectId = 5, DocumentId = 77, Archived = true, ArchivedBy = SoapTestServer.Bob });
        await SaveAsync(new EMailSOInfo());
        await SaveAsync(null);

        var tie = await TieAsync(SoapTestServer.Anna, item);
        Assert.That((tie.ProjectId, tie.DocumentId, tie.Archived), Is.EqualTo((5, 77, true)));
        Assert.That(tie.ArchivedBy, Is.EqualTo(SoapTestServer.Anna), "nobody archives in another's name");
        Assert.That(tie.ArchivedAt, Is.GreaterThan(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }

    [Test]
    public async Task The_tie_of_a_message_that_the_caller_may_not_see_is_not_found()
    {
        var (item, _) = await ReceiveAsync(Letter("letter"));

        foreach (var (caller, id) in new[] { (SoapTestServer.Bob, item), (SoapTestServer.Anna, item + 1), (SoapTestServer.Anna, 0), (SoapTestServer.Anna, -1) })
        {
            Assert.That(Refused(await CallAsync(caller, "GetEMailSOInfo", ("EMailSOInfoId", id)), "NotFound").Parameters?["EMailSOInfoId"], Is.EqualTo($"{id}"));
        }
    }

    [Test]
    public async Task A_document_entity_with_a_key_is_its_message()
    {
        var id = await AddAsync(SoapTestServer.Anna, WithPicture);

        var entity = (await GetAsync<EMailEntity>(
            SoapTestServer.Anna, "CreateEMailFromDocumentEntity",
            ("DocumentEntity", new DocumentEntity { DocumentId = id, Header = "ignored", Project = new Project { ProjectId = 3 }, Sale = new Sale { SaleId = 4 } })))!;

        Assert.That((entity.Subject, entity.Attachments?.Single().Stream), Is.EqualTo(("Blåbær", Picture)));
        Assert.That((entity.EMailSOInfo?.DocumentId, entity.EMailSOInfo?.ProjectId, entity.EMailSOInfo?.SaleId), Is.EqualTo((id, 3, 4)));
    }

    [Test]
    public async Task A_document_entity_that_is_about_to_be_created_becomes_a_new_message_to_its_person()
    {
        await Server.Get<AddressBookWriter>().ImportAsync([new AddressBookEntry { FullName = "Kari", Addresses = [new("kari@x.example", "")] }], Deadline);

        var entity = (await GetAsync<EMailEntity>(
            SoapTestServer.Anna, "CreateEMailFromDocumentEntity",
            ("DocumentEntity", new DocumentEntity { Header = "Offer", Person = new Person { Email = "Kari@x.example", FullName = "Kari N." }, Project = new Project { ProjectId = 3 } })))!;
        var bare = (await GetAsync<EMailEntity>(SoapTestServer.Anna, "CreateEMailFromDocumentEntity", ("DocumentEntity", new DocumentEntity())))!;

        Assert.That((entity.Subject, entity.From?.Address, entity.From?.AssociateId), Is.EqualTo(("Offer", "anna@test.example", SoapTestServer.Anna)));
        Assert.That((entity.To?.Single().Address, entity.To?.Single().Name, entity.To?.Single().PersonName), Is.EqualTo(("Kari@x.example", "Kari N.", "Kari")));
        Assert.That((entity.EMailSOInfo?.ProjectId, entity.EMailSOInfo?.Archived, entity.IsSent), Is.EqualTo((3, false, false)));
        Assert.That((bare.Subject, bare.To), Is.EqualTo(("", Array.Empty<EMailAddress>())));
        Assert.That(Refused(await CallAsync(SoapTestServer.Anna, "CreateEMailFromDocumentEntity", ("DocumentEntity", null)), "InvalidArgument").Parameters?["argument"], Is.EqualTo("DocumentEntity"));
    }

    [TestCase("", "", "twin@x.example", "Kari Twin", Description = "Of one who shares her address with a person of a lower id.")]
    [TestCase("kari@private.example", "K.", "kari@private.example", "K.", Description = "What the document says goes first.")]
    public async Task The_person_of_a_document_is_known_by_its_key_and_its_description_is_the_text(string email, string name, string address, string told)
    {
        await Server.Get<AddressBookWriter>().ImportAsync(
            [
                new AddressBookEntry { FullName = "Ola Twin", Addresses = [new("twin@x.example", "")] },
                new AddressBookEntry { FullName = "Kari Twin", Organisation = "Acme", Addresses = [new("twin@x.example", ""), new("second@x.example", "")] },
            ],
            Deadline);
        var kari = (await GetAsync<EMailAddress[]>(SoapTestServer.Anna, "FindAddress", ("Address", "second@x.example")))!.Single();

        var entity = (await GetAsync<EMailEntity>(
            SoapTestServer.Anna, "CreateEMailFromDocumentEntity",
            ("DocumentEntity", new DocumentEntity { Description = "About the offer", Person = new Person { PersonId = kari.PersonId, Email = email, FullName = name } })))!;
        var unknown = (await GetAsync<EMailEntity>(
            SoapTestServer.Anna, "CreateEMailFromDocumentEntity", ("DocumentEntity", new DocumentEntity { Person = new Person { PersonId = 4711 } })))!;

        var to = entity.To!.Single();
        Assert.That((entity.PlainBody, to.Address, to.Name), Is.EqualTo(("About the offer", address, told)));
        Assert.That(
            (to.PersonId, to.PersonName, to.ContactId, to.ContactName),
            Is.EqualTo(email.Length > 0 ? (0, "", 0, "") : (kari.PersonId, "Kari Twin", kari.ContactId, "Acme")));
        Assert.That(unknown.To, Is.Empty);
    }

    private Task<int> AddAsync(int associateId, byte[] raw, bool shared = false) =>
        Server.Get<DocumentStore>().AddAsync(associateId, ContentReader.Whole(raw), null, shared, Deadline);

    private async Task<EMailEntity> ReadAsync(int associateId, int documentId) =>
        (await GetAsync<EMailEntity>(associateId, "GetEMailFromDocumentId", ("DocumentId", documentId)))!;

    private async Task<EMailSOInfo> TieAsync(int associateId, int itemId) =>
        (await GetAsync<EMailSOInfo>(associateId, "GetEMailSOInfo", ("EMailSOInfoId", itemId)))!;

    private async Task<(int ItemId, int AccountId)> ReceiveAsync(byte[] letter)
    {
        AnnasMail.Inbox.Append(letter);
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        await SyncAsync(SoapTestServer.Anna, account);
        var folders = await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList");
        var items = await Server.Get<MessageReader>().ListFolderAsync(folders![0].EmailFolderId, Deadline);
        return (items.Single().ItemId, account);
    }

    private async Task<int> CountContentsAsync() => (await Server.Database.ReadAsync(
        (connection, _) => Dapper.SqlMapper.QueryAsync<int>(connection, "SELECT COUNT(*) FROM content_body"), Deadline)).Single();
}

using System.Runtime.Serialization;
using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Filing;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Tests.Doors.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Rights;

/// <summary>The caller's rights in replies.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class RightsTests : RestFixture
{
    private const ETableRight Full = ETableRight.Select | ETableRight.Update | ETableRight.Insert | ETableRight.Delete;
    private const ETableRight New = ETableRight.Select | ETableRight.Update | ETableRight.Insert;
    private const ETableRight Partly = ETableRight.Select | ETableRight.Delete | ETableRight.RestrictedUpdate;

    private int _account;

    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        AnnasMail.Inbox.Append(Letter("letter"));
        await Server.Get<AddressBookWriter>().ImportAsync([new AddressBookEntry { FullName = "Carl", Addresses = [new("carl@test.example", "")] }], Deadline);
        await SyncAsync(SoapTestServer.Anna, _account);
    }

    [Test]
    public async Task A_received_message_keeps_its_text_and_its_flags_can_be_changed()
    {
        var message = (await FindAsync(SoapTestServer.Anna, "letter@test.example"))!;

        Assert.That((message.TableRight?.Mask, message.TableRight?.Reason), Is.EqualTo((Partly, "The text of a received or sent message cannot be changed.")));
        Assert.That(Writable(message), Is.EquivalentTo(new[] { "Flags", "RepliedAt", "FolderName", "EMailSOInfo" }));
        Assert.That((message.From?.TableRight?.Mask, message.From?.PersonName), Is.EqualTo((ETableRight.Select, "Carl")), "the address book is not changed by way of mail");
        Assert.That(message.EMailSOInfo?.TableRight?.Mask, Is.EqualTo(ETableRight.Select | ETableRight.Update));
        Assert.That(message.From?.FieldProperties, Is.Null, "only the answer itself tells of its fields");
    }

    [Test]
    public async Task Every_field_has_a_right_and_the_type_that_it_has_on_the_wire()
    {
        var message = (await FindAsync(SoapTestServer.Anna, "letter@test.example"))!;

        var members = typeof(EMailEntity).GetProperties()
            .Where(property => property.DeclaringType == typeof(EMailEntity) && property.IsDefined(typeof(DataMemberAttribute), inherit: false)).Select(property => property.Name);
        Assert.That(message.FieldProperties!.Keys, Is.EquivalentTo(members));
        Assert.That(
            ((string[])["Subject", "EmailItemId", "Sent", "IsSent", "To", "Priority"]).Select(field => message.FieldProperties[field]!.FieldType),
            Is.EqualTo(new[] { "System.String", "System.Int32", "System.DateTime", "System.Boolean", "EMailAddress[]", "EMailPriority" }));
        Assert.That(message.FieldProperties["Subject"]!.FieldRight!.Mask, Is.EqualTo(EFieldRight.Read | EFieldRight.UIHintReadOnly));
        Assert.That(message.FieldProperties["Flags"]!.FieldRight!.Mask, Is.EqualTo(EFieldRight.Read | EFieldRight.Write));
    }

    [Test]
    public async Task A_draft_can_be_changed_altogether_but_for_its_keys()
    {
        var draft = (await GetAsync<EMailEntity>(
            SoapTestServer.Anna, "SaveDraft", ("Entity", new EMailEntity { Subject = "draft", AccountId = _account, To = [new EMailAddress { Address = "x@test.example" }] })))!;

        Assert.That((draft.TableRight?.Mask, draft.TableRight?.Reason), Is.EqualTo((Full, "")));
        Assert.That(draft.FieldProperties!.Keys.Except(Writable(draft)), Is.EquivalentTo(new[] { "EmailItemId", "ServerId", "Size", "ReceivedAt" }));
        Assert.That(draft.To!.Single().TableRight?.Mask, Is.EqualTo(Full), "an address that is the draft's own");
    }

    [Test]
    public async Task A_document_is_only_read_and_what_is_new_can_be_made()
    {
        var id = await Server.Get<DocumentStore>().AddAsync(SoapTestServer.Anna, ContentReader.Whole(Letter("archived")), null, shared: false, Deadline);

        var document = (await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMailFromDocumentId", ("DocumentId", id)))!;
        var made = (await GetAsync<EMailEntity>(SoapTestServer.Anna, "CreateDefaultEMailEntity"))!;

        Assert.That((document.TableRight?.Mask, Writable(document)), Is.EqualTo((ETableRight.Select, Array.Empty<string>())));
        Assert.That((made.TableRight?.Mask, Writable(made)), Is.EqualTo((New, Writable(made))));
        Assert.That(Writable(made), Does.Contain("Subject"));
    }

    [TestCase(SoapTestServer.Anna, false)]
    [TestCase(SoapTestServer.Sally, true)]
    public async Task An_account_is_its_owners_and_only_the_privileged_give_it_to_another(int caller, bool mayGive)
    {
        var account = (await GetAsync<EMailAccount>(caller, "GetEMailAccount", ("EMailAccountId", _account)))!;

        Assert.That((account.TableRight?.Mask, account.IncomingCredentials?.TableRight?.Mask), Is.EqualTo(((ETableRight?)Full, (ETableRight?)Full)));
        Assert.That(Writable(account), Does.Contain("EMailAddress").And.Not.Contain("EMailAccountId").And.Not.Contain("ErrorReason"));
        Assert.That(Writable(account).Contains("AssociateId"), Is.EqualTo(mayGive));
    }

    [Test]
    public async Task In_a_list_the_rows_tell_of_their_rights_and_not_of_their_fields()
    {
        var envelopes = (await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail", ("Folders", null)))!;
        var folders = (await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList"))!;
        var people = (await GetAsync<PersonEntity[]>(SoapTestServer.Anna, "GetPersonEntitiesFromEmailAddress", ("EmailAddress", "carl@test.example")))!;

        Assert.That(envelopes.Select(one => (one.TableRight?.Mask, one.FieldProperties)), Is.EqualTo(new[] { ((ETableRight?)Partly, (FieldPropertyDictionary?)null) }));
        Assert.That(folders[0].TableRight?.Mask, Is.EqualTo(ETableRight.Select | ETableRight.RestrictedUpdate), "the inbox cannot be deleted");
        Assert.That(folders.Skip(1).Select(folder => folder.TableRight?.Mask), Is.All.EqualTo(Partly));
        Assert.That(people.Single().TableRight?.Mask, Is.EqualTo(ETableRight.Select));
        Assert.That(people.Single().Emails!.Single().TableRight?.Mask, Is.EqualTo(ETableRight.Select));
    }

    [Test]
    public async Task What_a_client_sends_back_of_rights_counts_for_nothing()
    {
        var message = (await FindAsync(SoapTestServer.Anna, "letter@test.example"))!;
        message.TableRight = new TableRight { Mask = Full, Reason = "said by the client" };
        message.FieldProperties!["Subject"]!.FieldRight!.Mask = EFieldRight.Write;
        message.Flags |= EMailFlags.Flagged;

        var saved = (await GetAsync<EMailEntity>(SoapTestServer.Anna, "Save", ("Email", message)))!;

        Assert.That((saved.TableRight?.Mask, saved.TableRight?.Reason), Is.EqualTo((Partly, "The text of a received or sent message cannot be changed.")));
        Assert.That(Writable(saved), Does.Not.Contain("Subject"));
        Assert.That(saved.Flags.HasFlag(EMailFlags.Flagged), Is.True);
    }

    [Test]
    public async Task The_web_api_tells_them_by_the_vendors_names()
    {
        var client = await AsAsync(SoapTestServer.Anna);

        var account = Succeeded(await client.PostAsync(Operation("GetEMailAccount") + $"?eMailAccountId={_account}", (byte[]?)null, null, Deadline)).Json;
        var made = Succeeded(await client.CallAsync("CreateDefaultEMailEntity", Deadline)).Json;

        var fields = account.GetProperty("FieldProperties");
        Assert.That(account.GetProperty("TableRight").GetProperty("Mask").GetString(), Is.EqualTo("FULL"));
        Assert.That(made.GetProperty("TableRight").GetProperty("Mask").GetString(), Is.EqualTo("URI"));
        Assert.That(fields.GetProperty("EMailAddress").GetProperty("FieldRight").GetProperty("Mask").GetString(), Is.EqualTo("Update"));
        Assert.That(fields.GetProperty("ErrorCount").GetProperty("FieldRight").GetProperty("Mask").GetString(), Is.EqualTo("Read, UIHintReadOnly"));
        Assert.That(fields.GetProperty("ErrorCount").GetProperty("FieldType").GetString(), Is.EqualTo("System.Int32"));
    }

    private static string[] Writable(Carrier carrier) =>
        [.. carrier.FieldProperties!.Where(field => field.Value!.FieldRight!.Mask.HasFlag(EFieldRight.Write)).Select(field => field.Key)];
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

/// <summary>Values as the vendor's web API writes them, and what is accepted beside.</summary>
public sealed class RestJsonTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly RestOperation GetEMailFromId = RestOperations.Find("GetEMailFromId")!;
    private static readonly RestOperation SyncEmailAccounts = RestOperations.Find("SyncEmailAccounts")!;

    [Test]
    public void An_entity_is_written_with_its_own_members_first_and_rights_last()
    {
        var text = Json.Write("GetEMailAccount", new EMailAccount { EMailAccountId = 5, EMailAddress = "blåbær@test.example" });

        Assert.That(text, Is.EqualTo(
            """{"EMailAccountId":5,"EMailAddress":"blåbær@test.example","AssociateId":0,"IncomingCredentials":null,"OutgoingCredentials":null,"""
            + """
            "AccountStatus":0,"ErrorCount":0,"ErrorReason":null,"InboxFolder":null,"SentFolder":null,"LastFetch":"0001-01-01T00:00:00Z","TableRight":null,"FieldProperties":null}
            """));
    }

    [TestCase(EMailFlags.Seen | EMailFlags.Answered, "Seen, Answered")]
    [TestCase(EMailFlags.Deleted, "Deleted")]
    [TestCase(default(EMailFlags), "None")]
    public void Flags_are_names_separated_by_commas(EMailFlags flags, string text)
    {
        Assert.That(Json.Write("GetEMail", new EMailEntity { Flags = flags }), Does.Contain($"\"Flags\":\"{text}\""));
        Assert.That(ReadFlags($"\"{text}\""), Is.EqualTo(flags));
    }

    [TestCase("33", EMailFlags.Seen | EMailFlags.Answered)]
    [TestCase("\"33\"", EMailFlags.Seen | EMailFlags.Answered)]
    [TestCase("\"seen,ANSWERED\"", EMailFlags.Seen | EMailFlags.Answered)]
    [TestCase("\"\"", default(EMailFlags))]
    [TestCase("null", default(EMailFlags))]
    public void Flags_are_read_in_any_letter_case_and_as_numbers(string json, EMailFlags flags) =>
        Assert.That(ReadFlags(json), Is.EqualTo(flags));

    [Test]
    public void Octets_dates_and_dictionaries_are_written_as_the_pages_show()
    {
        var sent = new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc).AddTicks(1);
        var entity = new EMailEntity
        {
            Sent = sent,
            Attachments = [new EMailAttachment { Stream = [0, 255] }],
            FieldProperties = new FieldPropertyDictionary { ["Name"] = new() { FieldType = "System.Int32", FieldRight = new() { Mask = EFieldRight.Read | EFieldRight.UIHintMandatory } } },
        };

        var text = Json.Write("GetEMail", entity);

        Assert.That(text, Does.Contain("\"Sent\":\"2026-11-20T10:00:00.0000001Z\"").And.Contain("\"RepliedAt\":\"0001-01-01T00:00:00Z\""));
        Assert.That(text, Does.Contain("\"Stream\":\"AP8=\""));
        Assert.That(text, Does.Contain(
            "\"FieldProperties\":{\"Name\":{\"FieldRight\":{\"Mask\":\"Read, UIHintMandatory\",\"Reason\":null},\"FieldType\":\"System.Int32\",\"FieldLength\":0}}"));
    }

    [TestCase("2011-09-02T14:19:03.4821464+02:00", "2011-09-02T12:19:03.4821464Z")]
    [TestCase("2019-09-23T12:34:45Z", "2019-09-23T12:34:45.0000000Z")]
    [TestCase("2019-09-23T12:34:45", "2019-09-23T12:34:45.0000000")]
    [TestCase("0001-01-01T00:00:00", "0001-01-01T00:00:00.0000000")]
    [TestCase("0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00.0000000")]
    public void Dates_with_an_offset_become_UTC(string text, string expected)
    {
        var email = (EMailEntity)RestJson.ReadBody(RestOperations.Find("Save")!, Encoding.UTF8.GetBytes($$"""{"Email":{"Sent":"{{text}}"} }"""))[0]!;

        Assert.That(email.Sent.ToString("O"), Is.EqualTo(expected));
    }

    [Test]
    public void Parameters_are_found_in_any_letter_case_and_the_missing_have_defaults()
    {
        var arguments = RestJson.ReadBody(
            GetEMailFromId, """{"messageserverid":"7","CONNECTIONINFO":{"servername":"imap","usessl":1,"unknown":[{}]},"ignored":{"a":[1]}}"""u8);

        Assert.That(arguments[1..], Is.EqualTo(new object?[] { 7, false, default(EMailFlags), false }));
        Assert.That(((EMailConnectionInfo)arguments[0]!).ServerName, Is.EqualTo("imap"));
        Assert.That(((EMailConnectionInfo)arguments[0]!).UseSSL, Is.True);
    }

    [TestCase("")]
    [TestCase(" \r\n")]
    [TestCase("null")]
    [TestCase("{}")]
    public void A_body_without_properties_gives_defaults(string body)
    {
        Assert.That(RestJson.ReadBody(GetEMailFromId, Encoding.UTF8.GetBytes(body)), Is.EqualTo(GetEMailFromId.DefaultArguments()));
        Assert.That(RestJson.ReadBody(SyncEmailAccounts, Encoding.UTF8.GetBytes(body)), Is.EqualTo(new object?[] { null }));
    }

    [TestCase("""{"SyncUserAccounts":[{"AccountId":90},{"AccountId":"abc"}]}""", "SyncUserAccounts[1].AccountId", "must be a whole number from -2147483648 to 2147483647")]
    [TestCase("""{"SyncUserAccounts":[{"AccountId":2147483648}]}""", "SyncUserAccounts[0].AccountId", "must be a whole number")]
    [TestCase("""{"SyncUserAccounts":[{"AccountId":1.5}]}""", "SyncUserAccounts[0].AccountId", "must be a whole number")]
    [TestCase("""{"SyncUserAccounts":{}}""", "SyncUserAccounts", "must be an array")]
    [TestCase("""{"SyncUserAccounts":[5]}""", "SyncUserAccounts[0]", "must be an object")]
    [TestCase("""{"SyncUserAccounts":[{"AssociateName":[]}]}""", "SyncUserAccounts[0].AssociateName", "must be text")]
    [TestCase("""{"SyncUserAccounts":[],"syncuseraccounts":[]}""", "syncuseraccounts", "is given twice")]
    [TestCase("""{"SyncUserAccounts":[{"AccountId":90}""", "", "")]
    [TestCase("""[]""", "", "must be an object")]
    [TestCase("""{"SyncUserAccounts":[{"AssociateName":"\ud800"}]}""", "SyncUserAccounts[0].AssociateName", "must be text")]
    public void What_does_not_fit_is_named_with_its_place(string json, string path, string message)
    {
        var error = Assert.Throws<RestFormatException>(() => RestJson.ReadBody(SyncEmailAccounts, Encoding.UTF8.GetBytes(json)))!;

        Assert.That(error.Message, Does.StartWith(message).And.Not.Contain("Services83").And.Not.Contain("LineNumber"));
        Assert.That(error.Path, Does.StartWith(path));
        Assert.That(error.Line, Is.EqualTo(1));
    }

    [TestCase("Priority", "\"Urgent\"", "must be one of NoPriority, Highest, High, Normal, Low, Lowest")]
    [TestCase("Priority", "6", "must be one of")]
    [TestCase("Flags", "\"Seen, Lost\"", "must be any of Seen, Deleted, Recent, Flagged, Draft, Answered")]
    [TestCase("Flags", "64", "must be any of")]
    [TestCase("Sent", "\"yesterday\"", "must be a date such as")]
    [TestCase("IsSent", "\"maybe\"", "must be true or false")]
    [TestCase("Attachments", "[{\"Stream\":\"GIF89....\"}]", "must be text in base64")]
    public void Values_that_do_not_fit_say_what_would(string member, string json, string message)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"Email":{"{{member}}":{{json}} } }""");

        var error = Assert.Throws<RestFormatException>(() => RestJson.ReadBody(RestOperations.Find("Save")!, body))!;

        Assert.That(error.Message, Does.StartWith(message));
        Assert.That(error.Path, Does.StartWith($"Email.{member}"));
    }

    [Test]
    public void Deep_nesting_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("{\"Email\":" + new string('[', 10_000));

        Assert.Throws<RestFormatException>(() => RestJson.ReadBody(RestOperations.Find("Save")!, body));
    }

    [Test]
    public void A_newer_servers_values_are_read_as_far_as_they_are_known()
    {
        var email = JsonSerializer.Deserialize<EMailEntity>(
            """{"Priority":"Urgent","Flags":"Seen, Starred","ServerIdentifier":"x","EmailItemId":3}""", RestJson.LenientOptions)!;

        Assert.That((email.Priority, email.Flags, email.EmailItemId), Is.EqualTo((EMailPriority.NoPriority, EMailFlags.Seen, 3)));
    }

    [Test]
    public void What_is_written_as_a_request_is_read_as_the_same_arguments()
    {
        object?[] arguments = [new EMailConnectionInfo { ServerName = "s", UseSSL = true }, 5, true, EMailFlags.Seen | EMailFlags.Draft, true];

        var body = Body(GetEMailFromId, arguments);
        var read = RestJson.ReadBody(GetEMailFromId, body);

        Assert.That(read[1..], Is.EqualTo(arguments[1..]));
        Assert.That(Body(GetEMailFromId, read), Is.EqualTo(body));
    }

    [Test]
    public void The_account_to_save_is_the_body_itself()
    {
        var save = RestOperations.Find("SaveEMailAccount")!;

        var account = (EMailAccount)RestJson.ReadBody(save, """{"eMailAddress":"a@test.example"}"""u8)[0]!;

        Assert.That(account.EMailAddress, Is.EqualTo("a@test.example"));
        Assert.That(JsonSerializer.Serialize(account, RestJson.Options), Does.StartWith("{\"EMailAccountId\":0,"));
    }

    [TestCase("447", 447)]
    [TestCase(" 447", 447)]
    public void A_key_is_read_from_the_query(string text, int value) => Assert.That(RestJson.ReadText(typeof(int), text), Is.EqualTo(value));

    [Test]
    public void A_key_that_is_none_is_refused() =>
        Assert.That(Assert.Throws<RestFormatException>(() => RestJson.ReadText(typeof(int), "glops"))!.Message, Does.StartWith("must be a whole number"));

    [TestCase("line\r\n")]
    [TestCase("\"\u0007blåbær 😀")]
    [TestCase("😀")]
    [TestCase("x😀")]
    [TestCase("\uD83D")]
    [TestCase("\uDE00x")]
    public void A_long_text_is_written_as_a_short_one_is(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 20_000));

        var written = Json.Write("GetEMailAccount", new EMailAccount { EMailAddress = text });

        Assert.That(written, Does.Contain($"\"EMailAddress\":{JsonSerializer.Serialize(text, Relaxed)},"));
    }

    [Test]
    public void A_long_text_costs_memory_as_it_is_long()
    {
        const int Length = 4_000_000;
        var account = new EMailAccount { EMailAddress = new string('\n', Length) };
        var before = GC.GetAllocatedBytesForCurrentThread();

        RestJson.WriteValue(typeof(EMailAccount), account, new ArrayBufferWriter<byte>(3 * Length));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 * Length));
    }

    private static object? ReadFlags(string json) => RestJson.ReadBody(GetEMailFromId, Encoding.UTF8.GetBytes($$"""{"Flags":{{json}} }"""))[3];

    private static byte[] Body(RestOperation operation, object?[] arguments) => JsonSerializer.SerializeToUtf8Bytes(
        operation.Parameters.Zip(arguments).ToDictionary(pair => pair.First.Name, pair => pair.Second), RestJson.Options);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.WebApi;
using Services83.EMail.WebApi.Trees;

namespace Services83.EMail.Tests.WebApi;

/// <summary>Forms, as browsers and jQuery send them.</summary>
public sealed class FormTests
{
    private static readonly RestOperation SyncEmailAccounts = RestOperations.Find("SyncEmailAccounts")!;
    private static readonly RestOperation Save = RestOperations.Find("Save")!;

    [TestCase("SyncUserAccounts[0].AccountId=90&SyncUserAccounts[0].AssociateName=Bl%C3%A5b%C3%A6r+%26+S%c3%b8n&SyncUserAccounts[1].AccountId=91")]
    [TestCase("SyncUserAccounts[0][AccountId]=90&SyncUserAccounts[0][AssociateName]=Bl%C3%A5b%C3%A6r+%26+S%c3%b8n&SyncUserAccounts[1][AccountId]=91")]
    [TestCase("SyncUserAccounts%5B0%5D%5BAccountId%5D=90&SyncUserAccounts%5B0%5D%5BAssociateName%5D=Bl%C3%A5b%C3%A6r%20%26%20S%c3%b8n&SyncUserAccounts%5B1%5D%5BAccountId%5D=91")]
    [TestCase("syncuseraccounts[5].accountid=91&&syncuseraccounts[2].accountid=90&SYNCUSERACCOUNTS[2].ASSOCIATENAME=Blåbær & Søn")]
    public void Names_with_dots_or_brackets_say_where_a_value_belongs(string form)
    {
        var accounts = (SyncUserAccount[])Read(SyncEmailAccounts, form.Replace("Blåbær & Søn", "Blåbær %26 Søn"))[0]!;

        Assert.That(accounts.Select(account => (account.AccountId, account.AssociateName)), Is.EqualTo(new[] { (90, "Blåbær & Søn"), (91, (string?)null) }));
    }

    [TestCase("Ids=1&Ids=2&Read=true")]
    [TestCase("Ids[]=1&Ids[]=2&Read=1")]
    [TestCase("ids[0]=1&ids[1]=2&READ=True")]
    [TestCase("Ids[1]=2&Ids[0]=1&Read=true&Unknown[x].y=5")]
    public void A_list_is_a_repeated_name_or_numbered(string form) =>
        Assert.That(Read(RestOperations.Find("MarkEmailsAsRead")!, form), Is.EqualTo(new object[] { new[] { 1, 2 }, true }));

    [Test]
    public void Every_kind_of_value_can_be_sent()
    {
        var email = (EMailEntity)Read(Save, "Email.Subject=&Email.Sent=2026-11-20T11:00:00%2B01:00&Email.Flags=Seen,Draft&Email.Priority=2&Email.Size="
            + "&Email.From=&Email.To[0].Address=a%40b&Email.Attachments[0].Stream=AP8%3D&Email.FieldProperties[Subject][FieldLength]=7&Email.RepliedAt=")[0]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(email.Subject, Is.Empty);
            Assert.That(email.Sent, Is.EqualTo(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc)));
            Assert.That(email.Flags, Is.EqualTo(EMailFlags.Seen | EMailFlags.Draft));
            Assert.That(email.Priority, Is.EqualTo(EMailPriority.High));
            Assert.That(email.Size, Is.Zero);
            Assert.That(email.To!.Single().Address, Is.EqualTo("a@b"));
            Assert.That(email.Attachments!.Single().Stream, Is.EqualTo(new byte[] { 0, 255 }));
            Assert.That(email.FieldProperties!["Subject"]!.FieldLength, Is.EqualTo(7));
        }
    }

    [TestCase("Email.Size=big", "Email.Size", "must be a whole number")]
    [TestCase("Email.Size=1&Email.Size=2", "Email.Size", "must be a whole number")]
    [TestCase("Email.Subject=a&Email.Subject=b", "Email.Subject", "must be text")]
    [TestCase("Email.Subject.x=a", "Email.Subject", "must be text")]
    [TestCase("Email=text", "Email", "must be an object")]
    [TestCase("Email.To[0]=text", "Email.To[0]", "must be an object")]
    [TestCase("Email.Flags=Lost", "Email.Flags", "must be any of")]
    public void What_does_not_fit_is_named(string form, string path, string message)
    {
        var error = Assert.Throws<RestFormatException>(() => Read(Save, form))!;

        Assert.That((error.Path, error.Line), Is.EqualTo((path, (long?)null)));
        Assert.That(error.Message, Does.StartWith(message));
    }

    [Test]
    public void Too_many_values_and_too_deep_names_are_refused()
    {
        Assert.Throws<RestFormatException>(() => FormReader.Read(string.Join('&', Enumerable.Repeat("a=1", 101)), 100));
        Assert.Throws<RestFormatException>(() => FormReader.Read("a" + string.Concat(Enumerable.Repeat("[0]", 32)) + "=1", 100));
        Assert.DoesNotThrow(() => FormReader.Read("a" + string.Concat(Enumerable.Repeat("[0]", 31)) + "=1", 100));
    }

    /// <summary>Messages are written as a form in either manner and read back.</summary>
    [Test]
    public void What_is_written_as_a_form_is_read_as_it_was([Values] bool withBrackets) =>
        Prop.ForAll(Messages().ToArbitrary(), message =>
        {
            var form = string.Join('&', Fields(JsonSerializer.SerializeToElement(message, RestJson.Options), "Email", withBrackets));
            var read = Read(Save, form)[0];
            return JsonSerializer.Serialize(read, RestJson.Options) == JsonSerializer.Serialize(message, RestJson.Options);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Test]
    public void Any_text_is_a_form_or_refused_with_a_reason()
    {
        var pieces = Gen.Elements("a", "Email", "[", "]", ".", "=", "&", "%", "%5B", "%zz", "+", "[0]", "[]", "Subject", "\ud800", "\0", "é", "SyncUserAccounts");
        var texts = Gen.OneOf(ArbMap.Default.GeneratorFor<string>(), Gen.ListOf(pieces).Select(list => string.Concat(list)));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            FormReader.Read(text ?? "", 1000);
            foreach (var operation in (RestOperation[])[Save, SyncEmailAccounts, RestOperations.Find("SaveEMailAccount")!])
            {
                try
                {
                    Read(operation, text ?? "");
                }
                catch (RestFormatException)
                {
                    // A value that does not fit.
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static object?[] Read(RestOperation operation, string form) => RestBody.ReadForm(operation, Encoding.UTF8.GetBytes(form), 10_000, claim: null);

    private static Gen<EMailEntity> Messages()
    {
        // In a form only white space means no parameters; text that is not valid Unicode cannot be sent at all.
        var texts = ArbMap.Default.GeneratorFor<string>().Select(text => "x" + string.Concat((text ?? "").Where(c => !char.IsSurrogate(c))));
        return from subject in texts
               from keys in Gen.ListOf(texts)
               from ids in ArbMap.Default.GeneratorFor<int[]>()
               from octets in ArbMap.Default.GeneratorFor<byte[]>()
               from flags in Gen.Choose(0, 63)
               from ticks in Gen.Choose(0, int.MaxValue)
               select new EMailEntity
               {
                   Subject = subject,
                   Flags = (EMailFlags)flags,
                   Sent = DateTime.UnixEpoch.AddSeconds(ticks),
                   To = [new EMailAddress { Address = subject, DuplicatePersonIds = ids }, new EMailAddress { PersonId = ids.Length }],
                   Attachments = octets.Length == 0 ? [] : [new EMailAttachment { Stream = octets }],
                   CustomHeaderList = [new EMailCustomHeader { Name = "h", Values = [.. keys] }],
               };
    }

    /// <summary>Nulls are left out, and a list without items is an empty field.</summary>
    private static IEnumerable<string> Fields(JsonElement value, string path, bool withBrackets) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Fields(
            property.Value, withBrackets ? $"{path}[{Uri.EscapeDataString(property.Name)}]" : $"{path}.{Uri.EscapeDataString(property.Name)}", withBrackets)),
        JsonValueKind.Array when value.GetArrayLength() == 0 => [$"{path}="],
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Fields(item, path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]", withBrackets)),
        JsonValueKind.String => [$"{path}={Uri.EscapeDataString(value.GetString()!)}"],
        _ => [$"{path}={value.GetRawText()}"],
    };
}

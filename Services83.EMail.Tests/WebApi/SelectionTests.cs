using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

public sealed class SelectionTests
{
    private static readonly EMailEntity Message = new()
    {
        Subject = "Blåbær \"&\" <Søn>\u0001",
        From = new EMailAddress { Address = "carl@test.example", Name = "Carl" },
        To = [new EMailAddress { Address = "anna@test.example", PersonId = 5 }, new EMailAddress { Address = "bob@test.example", PersonId = 6 }],
        Sent = new DateTime(2026, 7, 20, 10, 0, 0, DateTimeKind.Utc),
        Flags = EMailFlags.Seen | EMailFlags.Answered,
        FieldProperties = new() { ["Subject"] = new() { FieldLength = 7 } },
    };

    [TestCase("subject,from/ADDRESS", """{"Subject":"Blåbær \"&\" <Søn>\u0001","From":{"Address":"carl@test.example"}}""")]
    [TestCase("to/address , To/PersonId", """{"To":[{"PersonId":5,"Address":"anna@test.example"},{"PersonId":6,"Address":"bob@test.example"}]}""")]
    [TestCase("name,department,category/id", "{}")]
    [TestCase("From/Address,From", """{"From":{"ContactId":0,"PersonId":0,"AssociateId":0,"Address":"carl@test.example","EmailId":0,"Name":"Carl"}}""")]
    [TestCase("FieldProperties/Subject/FieldLength", """{"FieldProperties":{"Subject":{"FieldLength":7}}}""")]
    [TestCase("Flags,Sent", """{"Sent":"2026-07-20T10:00:00Z","Flags":"Seen, Answered"}""")]
    public void What_is_not_named_is_null(string select, string expected)
    {
        var json = Shape(Message, new(Selection.Parse(select), null));

        Assert.That(json.EnumerateObject().Select(property => property.Name), Is.EqualTo(Shape(Message, new(null, null)).EnumerateObject().Select(property => property.Name)));
        Assert.That(JsonSerializer.Serialize(WithoutNulls(json)), Is.EqualTo(JsonSerializer.Serialize(JsonDocument.Parse(expected).RootElement)));
    }

    [Test]
    public void An_array_is_selected_from_item_by_item()
    {
        EMailEntity[] messages = [Message, new() { Subject = "second" }];

        var json = Shape(messages, new(Selection.Parse("Subject"), null));

        Assert.That(json.EnumerateArray().Select(item => item.GetProperty("Subject").GetString()), Is.EqualTo(new[] { Message.Subject, "second" }));
        Assert.That(json.EnumerateArray().Select(item => item.GetProperty("Size").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" , / ,,")]
    public void Nothing_named_means_everything(string? select) => Assert.That(Selection.Parse(select), Is.Null);

    [Test]
    public void Values_that_have_no_properties_stay_as_they_are()
    {
        Assert.That(Shape(5, new(Selection.Parse("a"), null)).GetInt32(), Is.EqualTo(5));
        Assert.That(Shape(new[] { "a" }, new(Selection.Parse("a"), null)).GetArrayLength(), Is.EqualTo(1));
        Assert.That(Shape<EMailEntity?>(null, new(Selection.Parse("a"), null)).ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Too_much_is_refused()
    {
        Assert.Throws<RestFormatException>(() => Selection.Parse(string.Join(',', Enumerable.Range(0, 1001))));
        Assert.Throws<RestFormatException>(() => Selection.Parse(string.Join('/', Enumerable.Range(0, 33))));
    }

    /// <summary>For any selection: the selected properties are unchanged, and all others are null.</summary>
    [Test]
    public void Any_selection_of_known_properties_gives_exactly_those()
    {
        string[] names = ["To", "Cc", "Subject", "From", "Sent", "Flags", "Attachments", "EmailItemId", "TableRight"];
        var whole = Shape(Message, new(null, null));
        Prop.ForAll(Gen.SubListOf(names).ToArbitrary(), chosen =>
        {
            var json = Shape(Message, new(Selection.Parse(string.Join(',', chosen.Select(name => name.ToLowerInvariant()))), null));
            return whole.EnumerateObject().All(property => JsonElement.DeepEquals(
                json.GetProperty(property.Name), chosen.Count == 0 || chosen.Contains(property.Name) ? property.Value : Null));
        }).Check(Config.QuickThrowOnFailure);
    }

    [Test]
    public void No_text_breaks_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var json = Shape(Message, new(Selection.Parse(text), null));
            return json.ValueKind == JsonValueKind.Object;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static JsonElement Null => JsonDocument.Parse("null").RootElement;

    private static JsonElement Shape<T>(T value, ResultShape shape)
    {
        var (plain, shaped) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        RestJson.WriteValue(typeof(T), value, plain);
        shape.CopyJson(plain.WrittenSpan, typeof(T), shaped);
        return JsonDocument.Parse(shaped.WrittenMemory).RootElement;
    }

    private static object? WithoutNulls(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(property => property.Name, property => WithoutNulls(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(WithoutNulls).ToArray(),
        _ => json,
    };
}

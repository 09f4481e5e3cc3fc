using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class MemberTests : EMailEndpointTests
{
    private const string Id = "<AccountId>1</AccountId>";
    private const string Name = "<AssociateName>ann</AssociateName>";
    private const string Associate = "<AssociateId>2</AssociateId>";
    private const string Nothing = """[{"AccountId":0,"AssociateName":null,"AssociateId":0,"TableRight":null,"FieldProperties":null}]""";

    [TestCase(Associate + Id + Name)]
    [TestCase(Associate + Name + Id)]
    [TestCase(Name + "<Unknown><AccountId>9</AccountId></Unknown>" + Associate + "<x:y xmlns:x='urn:x' z='1'/>" + Id)]
    [TestCase("<n:AccountId xmlns:n='" + EMailRequest.Ns + "'>1</n:AccountId>" + Name + Associate)]
    [TestCase("<accountid>9</accountid>" + Id + Name + Associate)]
    public Task They_are_read_in_any_order_and_prefix(string members) =>
        AssertReadAsync(new EMailRequest { Accounts = $"<SyncUserAccount>{members}</SyncUserAccount>" });

    [Test]
    public Task They_are_read_under_a_prefix_throughout() => AssertReadAsync(new EMailRequest
    {
        Body = $"<n:SyncEmailAccounts xmlns:n='{EMailRequest.Ns}'><n:SyncUserAccounts><n:SyncUserAccount><n:AccountId>1</n:AccountId>"
            + "<n:AssociateName>ann</n:AssociateName><n:AssociateId>2</n:AssociateId></n:SyncUserAccount></n:SyncUserAccounts></n:SyncEmailAccounts>",
    });

    [Test]
    public Task Those_of_the_base_class_may_come_last() => AssertReadAsync(
        new EMailRequest { Accounts = $"<SyncUserAccount>{Id}<FieldProperties/><TableRight><Reason>r</Reason><Mask>Select</Mask></TableRight></SyncUserAccount>" },
        """[{"AccountId":1,"AssociateName":null,"AssociateId":0,"TableRight":{"Mask":1,"Reason":"r"},"FieldProperties":{}}]""");

    [TestCase("<SyncUserAccount/>", Nothing)]
    [TestCase("<SyncUserAccount><TableRight i:nil='true'/><AssociateName i:nil='1'>x</AssociateName></SyncUserAccount>", Nothing)]
    [TestCase("<SyncUserAccount><AccountId i:nil='true'/><AssociateId i:nil='true'>2</AssociateId></SyncUserAccount>", Nothing)]
    [TestCase(
        "<SyncUserAccount><TableRight><Mask i:nil='true'/></TableRight></SyncUserAccount>",
        """[{"AccountId":0,"AssociateName":null,"AssociateId":0,"TableRight":{"Mask":0,"Reason":null},"FieldProperties":null}]""")]
    [TestCase("<SyncUserAccount i:nil='true'/>", "[null]")]
    [TestCase("", "[]")]
    public Task What_is_missing_or_nil_is_null_or_zero(string accounts, string seen) => AssertReadAsync(new EMailRequest { Accounts = accounts }, seen);

    [TestCase("<AccountId xmlns='urn:w'>1</AccountId>", "'AccountId'", "found 'urn:w'")]
    [TestCase("<AccountId xmlns=''>1</AccountId>", "'AccountId'", "found ''")]
    [TestCase(Id + Id, "'AccountId'", "occurs twice")]
    [TestCase("text", "Text is not allowed", "line 1")]
    public Task What_would_be_lost_is_a_fault(string members, params string[] texts) =>
        AssertDeserializationFailedAsync(new EMailRequest { Accounts = $"<SyncUserAccount>{members}</SyncUserAccount>" }, texts);

    [TestCase("<Foo/>", "'Foo'")]
    [TestCase("<SyncUserAccount xmlns='urn:w'/>", "'SyncUserAccount'")]
    [TestCase(EMailRequest.Account + "and" + EMailRequest.Account, "Text is not allowed")]
    public Task What_is_no_item_of_an_array_is_a_fault(string accounts, string text) =>
        AssertDeserializationFailedAsync(new EMailRequest { Accounts = accounts }, text);

    [Test]
    public Task Parameters_are_read_in_any_order() => AssertReadAsync(
        EMailRequest.For(
            "GetFolderInfo",
            "<Folders xmlns:a='http://schemas.microsoft.com/2003/10/Serialization/Arrays'><a:string>one</a:string><a:string/><a:string i:nil='true'/></Folders>"
            + "<Unknown/><ConnectionInfo><UseSSL>1</UseSSL><ServerName>s</ServerName></ConnectionInfo>"),
        """{"ConnectionInfo":{"ServerName":"s","UserName":null,"Password":null,"Folder":null,"UseSSL":true,"TableRight":null,"FieldProperties":null},"Folders":["one","",null]}""");

    [TestCase("<Folders><string>one</string></Folders>", "'string'")]
    [TestCase("<ConnectionInfo xmlns='urn:w'/>", "'ConnectionInfo'")]
    [TestCase("<Folders/><Folders/>", "'Folders'")]
    public Task Parameters_that_would_be_lost_are_a_fault(string parts, string text) =>
        AssertDeserializationFailedAsync(EMailRequest.For("GetFolderInfo", parts), text);

    [TestCase("<Key>k</Key><Value><FieldType>t</FieldType></Value>")]
    [TestCase("<Value><FieldType>t</FieldType></Value><Key>k</Key>")]
    public Task Keys_and_values_are_read_in_either_order(string pair) => AssertReadAsync(
        WithFieldProperties($"<FieldPropertyDictionaryKeyValuePair>{pair}</FieldPropertyDictionaryKeyValuePair>"),
        """[{"AccountId":0,"AssociateName":null,"AssociateId":0,"TableRight":null,"FieldProperties":{"k":{"FieldRight":null,"FieldType":"t","FieldLength":0}}}]""");

    [TestCase("<Key i:nil='true'/>", "must not be missing or nil")]
    [TestCase("<Value/>", "must not be missing or nil")]
    [TestCase("<Key>k</Key></FieldPropertyDictionaryKeyValuePair><FieldPropertyDictionaryKeyValuePair><Key>k</Key>", "occurs twice")]
    public Task Keys_that_are_missing_or_double_are_a_fault(string pair, string text) => AssertDeserializationFailedAsync(
        WithFieldProperties($"<FieldPropertyDictionaryKeyValuePair>{pair}</FieldPropertyDictionaryKeyValuePair>"), text);

    [TestCase("xmlns:t='" + EMailRequest.Ns + "' i:type='t:SyncUserAccount'")]
    [TestCase("i:type='SyncUserAccount'")]
    public Task The_right_type_may_be_named(string type) =>
        AssertReadAsync(new EMailRequest { Accounts = $"<SyncUserAccount {type}>{Id}{Name}{Associate}</SyncUserAccount>" });

    [TestCase("i:type='EMailFolder'")]
    [TestCase("i:type='Carrier'")]
    [TestCase("i:type='nope:SyncUserAccount'")]
    [TestCase("xmlns:t='urn:t' i:type='t:SyncUserAccount'")]
    public Task A_wrong_type_is_a_fault(string type) => AssertDeserializationFailedAsync(
        new EMailRequest { Accounts = $"<SyncUserAccount {type}>{Id}</SyncUserAccount>" }, "xsi:type", "'SyncUserAccount'");

    [Test]
    public Task A_reference_stands_for_what_it_refers_to() => AssertReadAsync(
        new EMailRequest
        {
            Accounts = $"<SyncUserAccount xmlns:z='http://schemas.microsoft.com/2003/10/Serialization/' z:Id='i1'>{Id}{Name}{Associate}</SyncUserAccount>"
                + "<SyncUserAccount xmlns:z='http://schemas.microsoft.com/2003/10/Serialization/' z:Ref='i1'/>",
        },
        $"[{EMailRequest.SeenAccount[1..^1]},{EMailRequest.SeenAccount[1..^1]}]");

    [TestCase("<SyncUserAccount z:Ref='i1'/>")]
    [TestCase("<SyncUserAccount z:Id='i1'><TableRight z:Ref='i1'/></SyncUserAccount>")]
    [TestCase("<SyncUserAccount><TableRight z:Id='i1'/></SyncUserAccount><SyncUserAccount z:Ref='i1'/>")]
    public Task A_reference_to_nothing_that_fits_is_a_fault(string accounts) => AssertDeserializationFailedAsync(
        new EMailRequest { Accounts = accounts.Replace(" z:", " xmlns:z='http://schemas.microsoft.com/2003/10/Serialization/' z:", StringComparison.Ordinal) },
        "z:Ref 'i1'");

    private static EMailRequest WithFieldProperties(string items) =>
        new() { Accounts = $"<SyncUserAccount><FieldProperties>{items}</FieldProperties></SyncUserAccount>" };
}

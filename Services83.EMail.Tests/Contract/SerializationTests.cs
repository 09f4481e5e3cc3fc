using System.Runtime.Serialization;
using System.Xml.Linq;
using NUnit.Framework;

namespace Services83.EMail.Tests.Contract;

/// <summary>How carriers are serialized where the schema allows several forms.</summary>
public sealed class SerializationTests
{
    private static readonly XNamespace Wire = "http://www.superoffice.net/ws/crm/NetServer/Services83";
    private static readonly XName Nil = XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance");

    private static IEnumerable<Type> Carriers => typeof(IEMailAgent).Assembly.GetExportedTypes()
        .Where(type => type is { Namespace: "Services83", IsAbstract: false })
        .Where(type => type.IsDefined(typeof(DataContractAttribute), inherit: false)
            || type.IsDefined(typeof(CollectionDataContractAttribute), inherit: false));

    [TestCaseSource(nameof(Carriers))]
    public void A_default_value_can_be_written_and_read(Type carrier)
    {
        var written = Write(Activator.CreateInstance(carrier)!);
        Assert.That(Write(Read(carrier, written)).ToString(), Is.EqualTo(written.ToString()));
    }

    [Test]
    public void A_null_member_is_written_as_nil_and_the_base_class_comes_first()
    {
        var written = Write(new SyncUserAccount { AccountId = 90 });

        string[] members = ["TableRight", "FieldProperties", "AccountId", "AssociateName", "AssociateId"];
        Assert.That(written.Elements().Select(element => element.Name.LocalName), Is.EqualTo(members));
        Assert.That((bool?)written.Element(Wire + "AssociateName")!.Attribute(Nil), Is.True);
    }

    [TestCase((EMailFlags)0, "")]
    [TestCase(EMailFlags.Seen, "Seen")]
    [TestCase(EMailFlags.Seen | EMailFlags.Answered, "Seen Answered")]
    public void Flags_are_written_as_a_list_which_is_empty_for_none(EMailFlags flags, string list)
    {
        var written = Write(flags);

        Assert.That(written.Value, Is.EqualTo(list));
        Assert.That(Read(typeof(EMailFlags), written), Is.EqualTo(flags));
    }

    private static XElement Write(object value)
    {
        var document = new XDocument();
        using (var writer = document.CreateWriter())
        {
            new DataContractSerializer(value.GetType()).WriteObject(writer, value);
        }

        return document.Root!;
    }

    private static object Read(Type type, XElement element)
    {
        using var reader = element.CreateReader();
        return new DataContractSerializer(type).ReadObject(reader)!;
    }
}

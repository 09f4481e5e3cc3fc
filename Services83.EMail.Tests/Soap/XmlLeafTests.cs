using System.Text;
using NUnit.Framework;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Tests.Soap;

/// <summary>Elements that are read as a whole, and those that only look like it.</summary>
[TestFixture]
public sealed class XmlLeafTests
{
    private static readonly XmlLimits Wide = new(MaxDepth: 8, MaxElements: 100, MaxAttributes: 10, MaxTextBytes: 100);

    private readonly XmlNamespaces _namespaces = new();

    [TestCase("<r xmlns='urn:a'><n>text</n><m/></r>")]
    [TestCase("<r xmlns='urn:a'> \r\n <n>text</n><m/></r>")]
    [TestCase("<p:r xmlns:p='urn:a'><p:n>text</p:n><p:m/></p:r>")]
    public void An_expected_element_with_plain_text_is_read_as_a_whole(string message)
    {
        var reader = Start(message, Wide);
        Assert.That(reader.TryReadLeaf(Tag("n"), XmlCharacters.TextStops, out var text), Is.True);
        Assert.That(Encoding.UTF8.GetString(text), Is.EqualTo("text"));
        Assert.That(reader.NameOf(reader.Current), Is.EqualTo("n"));
        Assert.That(reader.MoveToChild() && reader.Matches(Tag("m")), Is.True);
    }

    [TestCase("<r xmlns='urn:a'><n >text</n></r>")]
    [TestCase("<r xmlns='urn:a'><n b='c'>text</n></r>")]
    [TestCase("<r xmlns='urn:a'><n>text</n ></r>")]
    [TestCase("<r xmlns='urn:a'><n>te&#x78;t</n></r>")]
    [TestCase("<r xmlns='urn:a'><n><!-- c -->text</n></r>")]
    [TestCase("<r xmlns='urn:a'><n><![CDATA[text]]></n></r>")]
    [TestCase("<r xmlns='urn:a'><!-- c --><n>text</n></r>")]
    [TestCase("<r xmlns='urn:a' xmlns:p='urn:a'><p:n>text</p:n></r>")]
    public void Any_other_form_is_left_to_the_general_way(string message)
    {
        var reader = Start(message, Wide);
        Assert.That(reader.TryReadLeaf(Tag("n"), XmlCharacters.TextStops, out _), Is.False);
        Assert.That(reader.MoveToChild(Tag("n")) && reader.Matches(Tag("n")), Is.True);
        Assert.That(Encoding.UTF8.GetString(reader.ReadText(XmlCharacters.TextStops)), Is.EqualTo("text"));
        Assert.That(reader.MoveToChild(), Is.False);
    }

    [TestCase("<r xmlns='urn:a'><n/></r>")]
    [TestCase("<r xmlns='urn:a'><nn>text</nn></r>")]
    [TestCase("<r xmlns='urn:b'><n>text</n></r>")]
    [TestCase("<r xmlns='urn:a'><n>text</m></r>")]
    [TestCase("<r xmlns='urn:a'><n>text</n")]
    [TestCase("<r xmlns='urn:a'><n>text")]
    [TestCase("<r xmlns='urn:a'><n>")]
    [TestCase("<r xmlns='urn:a'></r>")]
    [TestCase("<r xmlns='urn:a'>")]
    public void What_is_no_such_element_is_not_read(string message) =>
        Assert.That(Start(message, Wide).TryReadLeaf(Tag("n"), XmlCharacters.TextStops, out _), Is.False);

    [TestCase(2, 100, 100)]
    [TestCase(8, 2, 100)]
    [TestCase(8, 100, 3)]
    public void The_limits_hold(int depth, int elements, int textBytes)
    {
        var limits = Wide with { MaxDepth = depth, MaxElements = elements, MaxTextBytes = textBytes };
        var reader = Start("<r xmlns='urn:a'><m><n>text</n></m></r>", limits);
        Assert.That(reader.MoveToChild() && reader.Enter(), Is.True);
        Assert.That(reader.TryReadLeaf(Tag("n"), XmlCharacters.TextStops, out _), Is.False);
        Assert.That(
            () =>
            {
                reader.MoveToChild(Tag("n"));
                reader.ReadText(XmlCharacters.TextStops);
            },
            Throws.TypeOf<XmlSyntaxException>());
    }

    private ElementTag Tag(string name) => new(_namespaces.Get("urn:a"), name);

    private XmlPullReader Start(string message, XmlLimits limits)
    {
        Tag("r");
        var reader = new XmlPullReader(_namespaces, limits);
        reader.SetInput(Encoding.UTF8.GetBytes(message));
        reader.MoveToRoot();
        reader.Enter();
        return reader;
    }
}

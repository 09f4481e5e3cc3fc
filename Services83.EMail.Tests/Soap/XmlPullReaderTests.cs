using System.Security;
using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Tests.Soap;

/// <summary>The framework's reader is the reference: documents of any shape are read with the same names, attributes and texts.</summary>
[TestFixture]
public sealed class XmlPullReaderTests
{
    private static readonly string[] Uris = ["", "urn:a", "urn:b&c", "urn:unknown"];
    private static readonly string[] Names = ["a", "bc", "Ærø", "x-1.y_z", "xml1"];
    private static readonly string[] Texts = ["", " ", "plain", "a<b>&\"'c", "line\r\nbreak\ttab", "æøå 😀 \u2028", "]] >", "\u0085x"];

    private static readonly Gen<Node> Nodes = Gen.Sized(size => NodeOf(Math.Min(size, 5)));

    [Test]
    public void Any_document_is_read_as_the_framework_reads_it() =>
        Prop.ForAll(Nodes.ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (node, seed) =>
        {
            var text = Write(node, new Random(seed));
            Assert.That(Ours(text), Is.EqualTo(Theirs(text)), text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Test]
    public void Any_piece_of_a_document_is_refused() =>
        Prop.ForAll(Nodes.ToArbitrary(), Gen.Choose(0, 1 << 20).ToArbitrary(), (node, seed) =>
        {
            var random = new Random(seed);
            var text = WriteElement(node, random);
            Assert.That(() => Ours(text[..random.Next(text.Length - 1)]), Throws.TypeOf<XmlSyntaxException>());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [TestCase("<a><b></a></b>")]
    [TestCase("<a b='1' b='2'/>")]
    [TestCase("<a b='1'c='2'/>")]
    [TestCase("<a b=1/>")]
    [TestCase("<a b='<'/>")]
    [TestCase("<a b/>")]
    [TestCase("<1a/>")]
    [TestCase("< a/>")]
    [TestCase("<p:a/>")]
    [TestCase("<:a/>")]
    [TestCase("<a:/>")]
    [TestCase("<a/ >")]
    [TestCase("<a><!-- -- --></a>")]
    [TestCase("<a><!-- </a>")]
    [TestCase("<a><![CDATA[x]]</a>")]
    [TestCase("<a></a ")]
    [TestCase("<a></ a>")]
    [TestCase("<a></ab>")]
    [TestCase("<a>&lt</a>")]
    [TestCase("<a>&#;</a>")]
    [TestCase("<a>&#x;</a>")]
    [TestCase("<a>&#99999999999;</a>")]
    [TestCase("<a/><b/>")]
    [TestCase("<a/>x")]
    [TestCase("<aT>\u0001</aT>")]
    [TestCase("<aT><![CDATA[\u0001]]></aT>")]
    [TestCase("<aT>&#xD83D;&#xDE00;</aT>")]
    [TestCase("<aT>&#x110000;</aT>")]
    [TestCase("<a xmlns='urn:a' p:q='1'/>")]
    [TestCase("<a xmlns='urn:a' xmlns:p='urn:a' xmlns:r='urn:a' p:q='1' r:q='2'/>")]
    [TestCase("<a xmlns:p='urn:a'><p:b xmlns:p=''/></a>")]
    public void What_is_not_well_formed_is_refused(string text) => Assert.That(() => Ours(text), Throws.TypeOf<XmlSyntaxException>());

    [TestCase("<aT>a<![CDATA[]]]]><![CDATA[>]]>b</aT>")]
    [TestCase("<aT><![CDATA[\r\n\r\r\n]]></aT>")]
    [TestCase("<aT>a\r<![CDATA[\n]]></aT>")]
    [TestCase("<aT>&#xD;&#xA;&#9;\r\r\n\n\r</aT>")]
    [TestCase("<aT>&#x1F600;&#128512;\u007F\u0085</aT>")]
    [TestCase("<aT>&#00000000065;&#x000000000041;</aT>")]
    [TestCase("<a xmlns='urn:a' xmlns:p='urn:a' p:q='a&#10;b&#13;c&#9;d\ne\r\nf\rg\th'/>")]
    [TestCase("<a xmlns='urn:a' xmlns:p='urn:b&amp;c' q='1' p:q='2' xml:q='3'/>")]
    [TestCase("<a xmlns='urn:a'><b xmlns=''><c/></b><d/></a>")]
    [TestCase("<a xmlns='urn:a'><b xmlns='' xmlns:p='urn:a' p:q='5'/></a>")]
    public void What_is_tricky_is_read_as_the_framework_reads_it(string text) => Assert.That(Ours(text), Is.EqualTo(Theirs(text)));

    [TestCase("<aT>]]></aT>", "]]>")]
    [TestCase("<aT>&#1;\uFFFE</aT>", "\u0001\uFFFE")]
    public void What_the_framework_refuses_and_is_clear_keeps_its_value(string text, string value)
    {
        Assert.That(() => Theirs(text), Throws.TypeOf<XmlException>());
        Assert.That(Ours(text), Is.EqualTo($"<aT||>{value}</>"));
    }

    [Test]
    public void Errors_say_line_and_column() => Assert.That(
        () => Ours("<a>\n  <b>\n    <c d='e' /x>\n"), Throws.TypeOf<XmlSyntaxException>().With.Message.StartsWith("Error in line 3 position 15."));

    private static string Ours(string text)
    {
        var namespaces = new XmlNamespaces();
        foreach (var uri in Uris.Take(3))
        {
            namespaces.Get(uri);
        }

        var reader = new XmlPullReader(namespaces, new XmlLimits(128, 100_000, 100, int.MaxValue));
        reader.SetInput(Encoding.UTF8.GetBytes(text));
        var trace = new StringBuilder();
        reader.MoveToRoot();
        Trace(reader, trace, text);
        reader.ReadToEnd();
        return trace.ToString();
    }

    // The contract knows whether an element contains text or elements; here the name says it.
    private static void Trace(XmlPullReader reader, StringBuilder trace, string text)
    {
        var isText = reader.LocalName.EndsWith('T');
        trace.Append('<').Append(reader.LocalName).Append('|').Append(reader.NamespaceUri);
        var attribute = reader.GetAttribute("q"u8, Namespace(reader));
        trace.Append('|').Append(attribute).Append('>');
        if (isText)
        {
            trace.Append(Encoding.UTF8.GetString(reader.ReadText(XmlCharacters.TextStops)));
        }
        else if (reader.Enter())
        {
            while (reader.MoveToChild())
            {
                Trace(reader, trace, text);
            }
        }

        trace.Append("</>");
    }

    private static XmlNamespace Namespace(XmlPullReader reader) => reader.Namespace ?? new XmlNamespace("none");

    private static string Theirs(string text)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        using var reader = XmlReader.Create(new StringReader(text));
        document.Load(reader);
        var trace = new StringBuilder();
        Trace(document.DocumentElement!, trace);
        return trace.ToString();
    }

    private static void Trace(XmlElement element, StringBuilder trace)
    {
        trace.Append('<').Append(element.LocalName).Append('|').Append(element.NamespaceURI);
        var known = element.NamespaceURI is "urn:a" or "urn:b&c";
        trace.Append('|').Append(known && element.HasAttribute("q", element.NamespaceURI) ? element.GetAttribute("q", element.NamespaceURI) : "").Append('>');
        if (element.LocalName.EndsWith('T'))
        {
            trace.Append(element.InnerText);
        }
        else
        {
            foreach (XmlElement child in element.ChildNodes.OfType<XmlElement>())
            {
                Trace(child, trace);
            }
        }

        trace.Append("</>");
    }

    private static Gen<Node> NodeOf(int depth) =>
        from name in Gen.Elements(Names)
        from uri in Gen.Elements(Uris)
        from text in Gen.Elements(Texts)
        from attribute in Gen.Elements(Texts)
        from children in depth == 0 ? Gen.Constant(new List<Node>()) : NodeOf(depth - 1).ListOf().Select(list => list.Take(3).ToList())
        select new Node(name, uri, text, attribute, children);

    private static string Write(Node node, Random random) => WriteElement(node, random) + (random.Next(2) == 0 ? "" : "\n<!-- end -->\n");

    private static string WriteElement(Node node, Random random)
    {
        var text = new StringBuilder();
        Write(node, text, random, "");
        return text.ToString();
    }

    private static void Write(Node node, StringBuilder text, Random random, string inScope)
    {
        var quote = random.Next(2) == 0 ? '"' : '\'';
        var prefix = node.Uri.Length == 0 || random.Next(2) == 0 ? "" : "p" + random.Next(3);
        var name = (prefix.Length == 0 ? "" : prefix + ":") + node.Name + (node.Children.Count == 0 ? "T" : "");
        text.Append('<').Append(name);
        if (prefix.Length > 0)
        {
            text.Append($" xmlns:{prefix}={quote}{SecurityElement.Escape(node.Uri)}{quote}");
        }
        else if (node.Uri != inScope)
        {
            text.Append($"\n xmlns = {quote}{SecurityElement.Escape(node.Uri)}{quote}");
        }

        if (prefix.Length > 0 && random.Next(2) == 0)
        {
            text.Append($" {prefix}:q={quote}{SecurityElement.Escape(node.Attribute.Trim())}{quote}");
        }

        if (node.Children.Count == 0 && node.Text.Length == 0 && random.Next(2) == 0)
        {
            text.Append(random.Next(2) == 0 ? "/>" : " />");
            return;
        }

        text.Append('>');
        if (node.Children.Count == 0)
        {
            WriteText(node.Text, text, random);
        }

        foreach (var child in node.Children)
        {
            text.Append(random.Next(3) switch { 0 => "", 1 => "\r\n  ", _ => "<!-- c < & > -->" });
            Write(child, text, random, prefix.Length == 0 ? node.Uri : inScope);
        }

        text.Append("</").Append(name).Append(random.Next(2) == 0 ? ">" : " >");
    }

    private static void WriteText(string value, StringBuilder text, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                text.Append("<![CDATA[").Append(value).Append("]]>");
                break;
            case 1:
                foreach (var rune in value.EnumerateRunes())
                {
                    text.Append(random.Next(2) == 0 ? $"&#{rune.Value};" : $"&#x{rune.Value:X};");
                }

                break;
            case 2:
                var half = value.Length / 2;
                if (half > 0 && char.IsHighSurrogate(value[half - 1]))
                {
                    half--;
                }

                text.Append(SecurityElement.Escape(value[..half])).Append("<!-- - -->").Append(SecurityElement.Escape(value[half..]));
                break;
            default:
                text.Append(SecurityElement.Escape(value));
                break;
        }
    }

    private sealed record Node(string Name, string Uri, string Text, string Attribute, IReadOnlyList<Node> Children);
}

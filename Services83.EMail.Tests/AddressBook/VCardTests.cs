using System.Text;
using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.AddressBook.VCards;

namespace Services83.EMail.Tests.AddressBook;

public sealed class VCardTests
{
    private const string Version4 =
        """
        BEGIN:VCARD
        VERSION:4.0
        UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
        FN;PID=1.1:Kari Nordmann
        N:Nordmann;Kari;Anne,Sofie;Dr.;Ph.D.
        BDAY:--0615
        ORG:Blåbær\, Søn & Co;Sales;North
        TITLE:Head of sales
        ROLE:Manager
        EMAIL;TYPE=home:kari.private@example.com
        EMAIL;PREF=1;TYPE=work:kari@blåbær.example
        TEL;VALUE=uri;TYPE="voice,work":tel:+47-22-33-44
        TEL;TYPE=cell:+47 900 11 222
        TEL;TYPE=fax:22 33 45
        TEL;TYPE=home:1
        TEL;TYPE=pager:2
        URL:https://kari.example/
        IMPP:xmpp:kari@chat.example
        ADR;LABEL="Gata 1; 0150 Oslo":;;Gata 1\, 2. etg.;Oslo;;0150;Norway
        NOTE:First line\nsecond\; line\, with \\ marks
        X-UNKNOWN;X-PARAM=a:b
        END:VCARD
        """;

    [Test]
    public void A_card_of_version_4_tells_everything()
    {
        var entry = Single(Version4);

        Assert.That((entry.Id, entry.IsOrganisation), Is.EqualTo(("urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", false)));
        Assert.That((entry.FullName, entry.FirstName, entry.MiddleName, entry.LastName), Is.EqualTo(("Kari Nordmann", "Kari", "Anne Sofie", "Nordmann")));
        Assert.That((entry.Prefix, entry.Suffix, entry.BirthDate), Is.EqualTo(("Dr.", "Ph.D.", "0002-06-15")));
        Assert.That((entry.Organisation, entry.Department, entry.Title, entry.Position), Is.EqualTo(("Blåbær, Søn & Co", "Sales, North", "Head of sales", "Manager")));
        Assert.That(entry.Addresses, Is.EqualTo(new[] { new LabelledAddress("kari@blåbær.example", "work"), new("kari.private@example.com", "home") }));
        Assert.That(entry.Details.Select(detail => (detail.Kind, detail.Value)), Is.EqualTo(new[]
        {
            (DetailKind.OfficePhone, "+47-22-33-44"), (DetailKind.MobilePhone, "+47 900 11 222"), (DetailKind.Fax, "22 33 45"),
            (DetailKind.PrivatePhone, "1"), (DetailKind.OtherPhone, "2"), (DetailKind.Url, "https://kari.example/"), (DetailKind.Chat, "xmpp:kari@chat.example"),
        }));
        Assert.That(entry.Postal, Is.EqualTo(new PostalAddress { Street = "Gata 1, 2. etg.", City = "Oslo", PostalCode = "0150", Country = "Norway" }));
        Assert.That(entry.Note, Is.EqualTo("First line\nsecond; line, with \\ marks"));
    }

    [Test]
    public void Folded_lines_belong_together_in_every_version()
    {
        Assert.That(Single("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ex\r\n ample\r\nEMAIL;TYPE=\r\n INTERNET:ann@exa\r\n\tmple.com\r\nEND:VCARD\r\n"),
            Has.Property("FullName").EqualTo("Ann Example"));
        Assert.That(Single("BEGIN:VCARD\nVERSION:2.1\nFN:Ann\n Example\nEMAIL:a@x.example\nEND:VCARD").FullName, Is.EqualTo("Ann Example"));
    }

    [Test]
    public void Version_21_has_its_own_encodings_and_charsets()
    {
        var entry = Single(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=A6ss;B=C3=\r\n=A5rd\r\n"
            + "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:B=E5rd N=E6ss\r\nTEL;CELL;VOICE:900\r\nTEL;WORK;FAX:22\r\n"
            + "EMAIL;PREF;INTERNET:bard@x.example\r\nNOTE;QUOTED-PRINTABLE:one=0D=0A=\r\ntwo\r\n"
            + "PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n /9j/4AAQ\r\n SkZJRg==\r\n\r\nORG:C:\\new;Lab\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Somebody else\r\nEMAIL:other@x.example\r\nEND:VCARD\r\nEND:VCARD\r\n");

        Assert.That((entry.FullName, entry.FirstName, entry.LastName), Is.EqualTo(("Bård Næss", "Bård", "Næss")));
        Assert.That((entry.Note, entry.Organisation, entry.Department), Is.EqualTo(("one\r\ntwo", @"C:\new", "Lab")));
        Assert.That(entry.Details.Select(detail => (detail.Kind, detail.Value)), Is.EqualTo(new[] { (DetailKind.MobilePhone, "900"), (DetailKind.Fax, "22") }));
        Assert.That(entry.Addresses.Select(address => address.Address), Is.EqualTo(new[] { "bard@x.example" }));
    }

    [TestCase("utf-8")]
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    [TestCase("windows-1252")]
    public void Text_may_be_in_the_usual_encodings(string charset)
    {
        var encoding = charset == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(charset);
        var file = encoding.GetPreamble().Concat(encoding.GetBytes("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bjørn Åse\r\nEND:VCARD\r\n")).ToArray();

        Assert.That(VCardEntries.Read(file).Single().Entry.FullName, Is.EqualTo("Bjørn Åse"));
    }

    [Test]
    public void A_label_of_the_group_tells_what_an_address_is_for()
    {
        var entry = Single("BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nitem1.EMAIL;type=INTERNET:a@x.example\nitem1.X-ABLabel:_$!<Other>!$_\n"
            + "item2.EMAIL;type=INTERNET;type=pref:b@x.example\nitem2.X-ABLabel:Cabin\nEND:VCARD");

        Assert.That(entry.Addresses, Is.EqualTo(new[] { new LabelledAddress("b@x.example", "Cabin"), new("a@x.example", "Other") }));
    }

    [TestCase("KIND:org\nFN:Acme\nEMAIL:info@x.example", "Acme")]
    [TestCase("N:;;;;\nFN:Acme\nORG:Acme;\nX-ABShowAs:COMPANY", "Acme")]
    [TestCase("N:;;;;\nFN:Acme\nORG:Acme", "Acme")]
    [TestCase("ORG:Acme", "Acme")]
    public void An_organisation_is_told_from_a_person(string properties, string name)
    {
        var entry = Single($"BEGIN:VCARD\nVERSION:3.0\n{properties}\nEND:VCARD");

        Assert.That((entry.IsOrganisation, entry.Organisation, entry.FullName), Is.EqualTo((true, name, "")));
    }

    [Test]
    public void Groups_and_places_are_no_persons() => Assert.That(
        VCardEntries.Read("BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:All\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nX-ADDRESSBOOKSERVER-KIND:group\nFN:All\nEND:VCARD\n"u8.ToArray()),
        Is.Empty);

    [TestCase("19800229", "1980-02-29")]
    [TestCase("1980-02-29T00:00:00Z", "1980-02-29")]
    [TestCase("--06-15", "0002-06-15")]
    [TestCase("19800230", "")]
    [TestCase("1980", "")]
    [TestCase("circa 1800", "")]
    public void A_birthday_is_a_day_or_nothing(string value, string expected) =>
        Assert.That(Single($"BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nBDAY:{value}\nEND:VCARD").BirthDate, Is.EqualTo(expected));

    [TestCase("FN:Ann", "Line 1: a card begins with BEGIN:VCARD.")]
    [TestCase("BEGIN:VCARD\nFN:Ann\nEND:VCARD\n\nBEGIN:VCARD\nFN:Bob", "Line 5: the card that begins here does not end with END:VCARD.")]
    [TestCase("name,email\nAnn,a@x", "Line 1: a card begins with BEGIN:VCARD.")]
    public void What_is_no_card_is_named_by_its_line(string text, string message) => Assert.That(
        () => VCardEntries.Read(Encoding.UTF8.GetBytes(text)).Count(), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Nothing_makes_the_reader_fail_in_another_way()
    {
        var random = new Random(4711);
        var seed = Encoding.UTF8.GetBytes(Version4 + "\r\n" + Version4.Replace("4.0", "2.1", StringComparison.Ordinal));
        for (var round = 0; round < 3000; round++)
        {
            var file = seed.ToArray();
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                file[random.Next(file.Length)] = (byte)"\n\r:;,\\=\" \"\0\u00FFN"[random.Next(13)];
            }

            try
            {
                foreach (var (_, entry) in VCardEntries.Read(file[..random.Next(file.Length)]))
                {
                    _ = EntryCheck.Problem(EntryCheck.Complete(entry));
                }
            }
            catch (FormatException exception)
            {
                Assert.That(exception.Message, Does.StartWith("Line "));
            }
        }
    }

    private static AddressBookEntry Single(string text) => VCardEntries.Read(Encoding.UTF8.GetBytes(text)).Single().Entry;
}

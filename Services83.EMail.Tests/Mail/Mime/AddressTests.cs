using NUnit.Framework;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

public sealed class AddressTests
{
    [TestCase("a@b", "<a@b>")]
    [TestCase("<a@b>", "<a@b>")]
    [TestCase("Anna Björn <a@b>", "Anna Björn<a@b>")]
    [TestCase("\"Neill, O'\" <a@b>", "Neill, O'<a@b>")]
    [TestCase("\"a \\\"quoted\\\" name\" <a@b>", "a \"quoted\" name<a@b>")]
    [TestCase("=?utf-8?Q?J=C3=B6rg?= Example <a@b>", "Jörg Example<a@b>")]
    [TestCase("=?utf-8?Q?J=C3=B6rg?= =?utf-8?Q?_M?= <a@b>", "Jörg M<a@b>")]
    [TestCase("\"=?utf-8?Q?J=C3=B6rg?=\" <a@b>", "Jörg<a@b>", Description = "encoded word in quotes")]
    [TestCase("=?utf-8?Q?Doe, John?= <a@b>", "Doe, John<a@b>", Description = "comma inside an encoded word")]
    [TestCase("a@b (Anna (the first))", "Anna (the first)<a@b>", Description = "comment as name")]
    [TestCase("(x) Anna (y) <a@b> (z)", "Anna<a@b>")]
    [TestCase("John Q. Public <a@b>", "John Q. Public<a@b>", Description = "unquoted dot")]
    [TestCase("a@b, c@d,,e@f", "<a@b>|<c@d>|<e@f>")]
    [TestCase("a@b; c@d", "<a@b>|<c@d>", Description = "semicolons between")]
    [TestCase("Anna <a@b> Bert <c@d>", "Anna<a@b>|Bert<c@d>", Description = "comma forgotten")]
    [TestCase("Anna a@b", "Anna<a@b>", Description = "brackets forgotten")]
    [TestCase("Anna <a@b, Bert <c@d>", "Anna<a@b>|Bert<c@d>", Description = "bracket not closed")]
    [TestCase("Team: a@b, Pat <c@d>;, undisclosed-recipients:;, Solo <e@f>", "<a@b>|Pat<c@d>|Solo<e@f>", Description = "groups")]
    [TestCase("\"Team, South\": a@b;", "<a@b>")]
    [TestCase("undisclosed-recipients:;", "")]
    [TestCase("MAILER-DAEMON", "<MAILER-DAEMON>")]
    [TestCase("MAILER-DAEMON (Mail (((((Delivery", "Mail (((((Delivery<MAILER-DAEMON>", Description = "comment not closed")]
    [TestCase("only a name", "only a name<>")]
    [TestCase("\"Anna\" <>", "Anna<>")]
    [TestCase("<>", "")]
    [TestCase("", "")]
    [TestCase(",;:<>()\"", "")]
    [TestCase("<@r1,@r2:a@b>", "<a@b>", Description = "source route")]
    [TestCase("<nested <a@b>>", "<a@b>")]
    [TestCase("<<a@b>>", "<a@b>")]
    [TestCase("\"a b\"@c", "<\"a b\"@c>", Description = "quoted local part")]
    [TestCase("<\"a b\"@c>", "<\"a b\"@c>")]
    [TestCase("a @ b", "<a@b>")]
    [TestCase("< a (x) @ b >", "<a@b>")]
    [TestCase("a@[IPv6:::1], c@d", "<a@[IPv6:::1]>|<c@d>")]
    [TestCase("\"not closed <a@b>", "not closed<a@b>")]
    [TestCase("a@bücher.example", "<a@bücher.example>")]
    public void Addresses_are_read_from_what_senders_write(string field, string expected)
    {
        var message = Sample.Read($"To: {field}\n\n");

        Assert.That(string.Join('|', message.To.Select(a => $"{a.DisplayName}<{a.Address}>")), Is.EqualTo(expected));
    }

    [Test]
    public void Each_address_field_has_its_list()
    {
        var message = Sample.Read("From: f@x\nSender: s@x\nTo: t@x\nCc: c@x\nBcc: b@x\n\n");

        Assert.That(message.From, Is.EqualTo(new MailboxAddress("", "f@x")));
        Assert.That(string.Join(' ', new[] { message.Sender, message.To, message.Cc, message.Bcc }.Select(l => l.Single().Address)), Is.EqualTo("s@x t@x c@x b@x"));
    }

    [Test]
    public void Folded_lists_of_thousands_are_read_whole()
    {
        var list = string.Join(",\n ", Enumerable.Range(0, 5000).Select(i => $"\"N {i}\" <n{i}@x>"));

        Assert.That(Sample.Read($"To: {list}\n\n").To[4999], Is.EqualTo(new MailboxAddress("N 4999", "n4999@x")));
    }
}

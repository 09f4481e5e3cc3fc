using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

public sealed class MailEndpointTests
{
    [TestCase("imap.example.com", 0, "imap.example.com", 993, MailSecurity.Tls)]
    [TestCase("IMAP.Example.com", 993, "imap.example.com", 993, MailSecurity.Tls)]
    [TestCase("imap.example.com", 143, "imap.example.com", 143, MailSecurity.StartTls)]
    [TestCase("imap.example.com:143", 0, "imap.example.com", 143, MailSecurity.StartTls)]
    [TestCase("imap.example.com:1993", 1993, "imap.example.com", 1993, MailSecurity.Tls)]
    [TestCase("imap://imap.example.com", 0, "imap.example.com", 143, MailSecurity.StartTls)]
    [TestCase("imap://127.0.0.1:1143/", 0, "127.0.0.1", 1143, MailSecurity.StartTls)]
    [TestCase("IMAPS://imap.example.com", 143, "imap.example.com", 143, MailSecurity.Tls)]
    [TestCase("2001:db8::1", 0, "2001:db8::1", 993, MailSecurity.Tls)]
    [TestCase("[2001:db8::1]:143", 0, "2001:db8::1", 143, MailSecurity.StartTls)]
    [TestCase(" imap.example.com ", 0, "imap.example.com", 993, MailSecurity.Tls)]
    public void A_server_and_a_port_say_where_and_how(string server, int port, string host, int expectedPort, MailSecurity security) =>
        Assert.That(MailEndpoint.Parse(MailProtocol.Imap, server, port), Is.EqualTo(new MailEndpoint(host, expectedPort, security)));

    [TestCase("mail.example.com", 0, 465, MailSecurity.Tls)]
    [TestCase("mail.example.com", 587, 587, MailSecurity.StartTls)]
    [TestCase("mail.example.com", 25, 25, MailSecurity.StartTls)]
    [TestCase("smtp://mail.example.com", 0, 587, MailSecurity.StartTls)]
    public void Outgoing_mail_has_ports_of_its_own(string server, int port, int expectedPort, MailSecurity security) =>
        Assert.That(MailEndpoint.Parse(MailProtocol.Smtp, server, port), Is.EqualTo(new MailEndpoint("mail.example.com", expectedPort, security)));

    [TestCase("mail.example.com", 0, MailProtocol.Imap)]
    [TestCase("mail.example.com", 995, MailProtocol.Pop3)]
    [TestCase("mail.example.com:110", 0, MailProtocol.Pop3)]
    [TestCase("POP3S://mail.example.com", 0, MailProtocol.Pop3)]
    [TestCase("pop3://mail.example.com", 993, MailProtocol.Pop3)]
    [TestCase("imaps://mail.example.com", 995, MailProtocol.Imap)]
    [TestCase("pop3.example.com", 0, MailProtocol.Imap)]
    public void A_scheme_else_the_port_says_the_protocol_of_incoming_mail(string server, int port, MailProtocol protocol) =>
        Assert.That(MailEndpoint.IncomingProtocol(server, port), Is.EqualTo(protocol));

    [TestCase("", 0)]
    [TestCase("   ", 993)]
    [TestCase("two words", 0)]
    [TestCase("host\r\nA LOGOUT", 0)]
    [TestCase("user@host", 0)]
    [TestCase("host/path", 0)]
    [TestCase("host:", 0)]
    [TestCase("host:0", 0)]
    [TestCase("host:70000", 0)]
    [TestCase("host:99999999999", 0)]
    [TestCase("host:143", 993)]
    [TestCase("host", -1)]
    [TestCase("host", 65536)]
    [TestCase("http://host", 0)]
    [TestCase("smtp://host", 0)]
    [TestCase("[::1", 0)]
    public void What_names_no_server_is_refused(string server, int port) =>
        Assert.Catch<InvalidArgumentException>(() => MailEndpoint.Parse(MailProtocol.Imap, server, port));

    [Test]
    public void What_is_written_is_read_back()
    {
        var endpoints = from host in Gen.Elements("imap.example.com", "127.0.0.1", "2001:db8::1", "blåbær.example", "127.1")
                        from port in Gen.OneOf(Gen.Elements(25, 110, 143, 465, 587, 993, 995), Gen.Choose(1, 65535))
                        from security in Gen.Elements(MailSecurity.Tls, MailSecurity.StartTls)
                        from protocol in Gen.Elements(MailProtocol.Imap, MailProtocol.Pop3, MailProtocol.Smtp)
                        select (protocol, new MailEndpoint(host, port, security));

        Prop.ForAll(endpoints.ToArbitrary(), pair =>
        {
            var (protocol, endpoint) = pair;
            var name = endpoint.ToServerName(protocol);
            return (protocol == MailProtocol.Smtp || MailEndpoint.IncomingProtocol(name, endpoint.Port) == protocol)
                && MailEndpoint.Parse(protocol, name, endpoint.Port) == endpoint;
        }).QuickCheckThrowOnFailure();
    }
}

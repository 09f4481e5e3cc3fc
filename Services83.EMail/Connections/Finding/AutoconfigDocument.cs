using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>
/// Reads the document in which a domain describes its mail servers for clients, as Thunderbird defined it (<c>clientConfig</c>, version 1.1).
/// Servers without encryption are left out.
/// </summary>
internal static class AutoconfigDocument
{
    /// <summary>Greatest size in bytes; real ones have two or three kilobytes.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxDepth = 16;

    private const string Source = "autoconfig of the domain";

    /// <param name="document">The document's bytes.</param>
    /// <param name="address">The e-mail address, for the places where the document has its parts.</param>
    /// <param name="wanted">The protocol for incoming mail; null for the first that the document names.</param>
    /// <returns>Null when it names no server that can be used.</returns>
    /// <exception cref="XmlException">It is not XML, too large, too deep, or has a DTD.</exception>
    public static FoundSettings? Read(byte[] document, string address, MailProtocol? wanted)
    {
        var provider = Load(document).Root?.Element("emailProvider");
        var servers = (provider?.Elements() ?? []).Select(element => ServerOf(element, address)).OfType<FoundServer>().ToList();
        var incoming = servers.Find(server => server.Protocol != MailProtocol.Smtp && (wanted ?? server.Protocol) == server.Protocol);
        var outgoing = servers.Find(server => server.Protocol == MailProtocol.Smtp);
        return incoming is null && outgoing is null ? null : new FoundSettings(Source, incoming, outgoing);
    }

    private static XDocument Load(byte[] document)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxLength };
        using (var reader = XmlReader.Create(new MemoryStream(document, writable: false), settings))
        {
            while (reader.Read())
            {
                if (reader.Depth > MaxDepth)
                {
                    throw new XmlException($"The document has elements at a depth of more than {MaxDepth}.");
                }
            }
        }

        using var checkedReader = XmlReader.Create(new MemoryStream(document, writable: false), settings);
        return XDocument.Load(checkedReader);
    }

    private static FoundServer? ServerOf(XElement element, string address)
    {
        var protocol = (element.Name.LocalName, (string?)element.Attribute("type")) switch
        {
            ("incomingServer", "imap") => MailProtocol.Imap,
            ("incomingServer", "pop3") => MailProtocol.Pop3,
            ("outgoingServer", "smtp") => MailProtocol.Smtp,
            _ => (MailProtocol?)null,
        };
        var security = Text(element, "socketType")?.ToUpperInvariant() switch
        {
            "SSL" or "TLS" => MailSecurity.Tls,
            "STARTTLS" => MailSecurity.StartTls,
            _ => (MailSecurity?)null,
        };
        return protocol is { } kind && security is { } encryption && Filled(element, "hostname", address) is { } host
            && !host.Contains(':', StringComparison.Ordinal) && MailHost.TryCanonical(host) is not null
            && int.TryParse(Text(element, "port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
                ? new FoundServer(kind, new MailEndpoint(host, port, encryption), UserName(element, address))
                : null;
    }

    /// <summary>Null for the address itself, or a name that cannot be one.</summary>
    private static string? UserName(XElement element, string address) =>
        Filled(element, "username", address) is { Length: <= 320 } name && name != address && !name.Any(char.IsControl) ? name : null;

    private static string? Filled(XElement element, string name, string address)
    {
        var at = address.LastIndexOf('@');
        return Text(element, name)?
            .Replace("%EMAILADDRESS%", address, StringComparison.Ordinal)
            .Replace("%EMAILLOCALPART%", address[..at], StringComparison.Ordinal)
            .Replace("%EMAILDOMAIN%", address[(at + 1)..], StringComparison.Ordinal);
    }

    private static string? Text(XElement element, string name) => element.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}

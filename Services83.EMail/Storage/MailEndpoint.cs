using System.Globalization;

namespace Services83.EMail.Storage;

/// <summary>The direction of mail.</summary>
public enum MailDirection
{
    Incoming = 1,
    Outgoing = 2,
}

/// <summary>The protocol of a mail server.</summary>
public enum MailProtocol
{
    Imap = 1,
    Pop3 = 2,
    Smtp = 3,
}

/// <summary>How the connection to a mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>From the first byte (RFC 8314).</summary>
    Tls = 1,

    /// <summary>By STARTTLS, before any other command.</summary>
    StartTls = 2,
}

/// <summary>The address of a mail server and the encryption.</summary>
/// <param name="Host">Name or address; converted to its canonical form.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Security">How the connection is encrypted.</param>
/// <remarks>
/// The contract's accounts have a server name and a port but nothing about protocol and encryption, so the port decides: 995 and 110 mean
/// POP3; 143, 110, 587 and 25 mean STARTTLS, all others TLS. The server name may also be <c>host:port</c>, or have a scheme for an unusual
/// port: <c>imap://host:1143</c>, <c>pop3://</c> and <c>smtp://</c> mean STARTTLS, <c>imaps://</c>, <c>pop3s://</c> and <c>smtps://</c>
/// mean TLS.
/// </remarks>
public sealed record MailEndpoint(string Host, int Port, MailSecurity Security)
{
    public string Host { get; } = MailHost.Canonical(Host);

    private static readonly Scheme[] Schemes =
    [
        new("imaps", MailProtocol.Imap, 993, MailSecurity.Tls),
        new("imap", MailProtocol.Imap, 143, MailSecurity.StartTls),
        new("pop3s", MailProtocol.Pop3, 995, MailSecurity.Tls),
        new("pop3", MailProtocol.Pop3, 110, MailSecurity.StartTls),
        new("smtps", MailProtocol.Smtp, 465, MailSecurity.Tls),
        new("smtp", MailProtocol.Smtp, 587, MailSecurity.StartTls),
    ];

    /// <summary>The protocol of an account's incoming mail: as the scheme says, else the port, else IMAP.</summary>
    /// <param name="server">Host, <c>host:port</c> or with a scheme, as a client wrote it.</param>
    /// <param name="port">0 for the one in <paramref name="server"/>.</param>
    public static MailProtocol IncomingProtocol(string server, int port)
    {
        var text = server.Trim().TrimEnd('/');
        if (text.StartsWith("pop3://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("pop3s://", StringComparison.OrdinalIgnoreCase))
        {
            return MailProtocol.Pop3;
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            TakePort(text, out var written);
            return ProtocolOf(port != 0 ? port : written);
        }

        return MailProtocol.Imap;
    }

    /// <summary>Reads <c>Server</c> and <c>Port</c> of an account as a client wrote them.</summary>
    /// <inheritdoc cref="Parse(MailProtocol, string, int, MailSecurity)" />
    public static MailEndpoint Parse(MailProtocol protocol, string server, int port) => Parse(protocol, server, port, MailSecurity.Tls);

    /// <summary>Reads the server that a client names in a call.</summary>
    /// <param name="protocol">The protocol of the server; the scheme of another protocol is refused.</param>
    /// <param name="server">Host, <c>host:port</c> or with a scheme.</param>
    /// <param name="port">0 for the one in <paramref name="server"/>, else the usual one of the protocol.</param>
    /// <param name="usual">The encryption if neither a scheme nor a well-known port decides it.</param>
    /// <exception cref="InvalidArgumentException">They name no server, or contradict each other.</exception>
    public static MailEndpoint Parse(MailProtocol protocol, string server, int port, MailSecurity usual)
    {
        var text = server.Trim().TrimEnd('/');
        var scheme = TakeScheme(protocol, ref text);
        var host = MailHost.TryCanonical(TakePort(text, out var written))
            ?? throw Wrong("Server", "The server must be a host name or an address, optionally with a port: mail.example.com:993.");

        if (port != 0 && written != 0 && port != written)
        {
            throw Wrong("Port", $"The server name says port {written}, the port is {port}.");
        }

        var chosen = port != 0 ? port : written;
        if (chosen is < 0 or > 65535)
        {
            throw Wrong("Port", "A port is a number from 1 to 65535; 0 stands for the usual one.");
        }

        scheme ??= SchemeOf(protocol, chosen, usual);
        return new MailEndpoint(host, chosen == 0 ? scheme.Port : chosen, scheme.Security);
    }

    /// <summary>The server name of an account that, together with the port, is read as this endpoint and protocol again.</summary>
    public string ToServerName(MailProtocol protocol) =>
        SchemeOf(protocol, Port, MailSecurity.Tls).Security == Security && (protocol == MailProtocol.Smtp || ProtocolOf(Port) == protocol)
            ? Host
            : $"{Schemes.First(scheme => scheme.Protocol == protocol && scheme.Security == Security).Name}://{Host}";

    /// <summary>The protocol of incoming mail that a port means.</summary>
    private static MailProtocol ProtocolOf(int port) =>
        Array.Exists(Schemes, scheme => scheme.Protocol == MailProtocol.Pop3 && scheme.Port == port) ? MailProtocol.Pop3 : MailProtocol.Imap;

    private static Scheme? TakeScheme(MailProtocol protocol, ref string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var name = text[..end];
        text = text[(end + 3)..];
        return Schemes.FirstOrDefault(scheme => scheme.Protocol == protocol && scheme.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong("Server", $"The server must be {string.Join(" or ", NamesOf(protocol).Select(known => known + "://…"))}, not {name}://.");
    }

    private static IEnumerable<string> NamesOf(MailProtocol protocol) =>
        Schemes.Where(scheme => scheme.Protocol == protocol).Select(scheme => scheme.Name);

    /// <summary>Splits <c>host:port</c> and <c>[address]:port</c>; several colons without brackets are an IPv6 address.</summary>
    private static string TakePort(string text, out int port)
    {
        port = 0;
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.LastIndexOf(':');
        var hasPort = bracket > 0 ? colon > bracket : colon > 0 && text.IndexOf(':', StringComparison.Ordinal) == colon;
        if (hasPort)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port == 0)
            {
                throw Wrong("Server", "The text after the colon must be a port from 1 to 65535.");
            }

            text = text[..colon];
        }

        return bracket > 0 && text.Length == bracket + 1 ? text[1..bracket] : text;
    }

    /// <summary>Clients should not submit mail to port 25; if they do, STARTTLS is used.</summary>
    private static Scheme SchemeOf(MailProtocol protocol, int port, MailSecurity usual)
    {
        var known = Schemes.Where(scheme => scheme.Protocol == protocol).ToArray();
        return Array.Find(known, scheme => scheme.Port == port)
            ?? known.First(scheme => scheme.Security == (port == 25 ? MailSecurity.StartTls : usual));
    }

    private static InvalidArgumentException Wrong(string argument, string message) => new(argument, message);

    private sealed record Scheme(string Name, MailProtocol Protocol, int Port, MailSecurity Security);
}

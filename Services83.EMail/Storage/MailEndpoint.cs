using System.Globalization;

namespace Services83.EMail.Storage;

/// <summary>Which way mail goes.</summary>
public enum MailDirection
{
    Incoming = 1,
    Outgoing = 2,
}

/// <summary>How the line to a mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>From the first octet (RFC 8314).</summary>
    Tls = 1,

    /// <summary>By STARTTLS, before anything else is said.</summary>
    StartTls = 2,
}

/// <summary>Where a mail server is and how to talk to it.</summary>
/// <param name="Host">Name in lower case, or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Security">How the line is encrypted.</param>
/// <remarks>
/// The contract has a server name and a port and nothing about encryption, so the port decides: 143, 587 and 25 mean STARTTLS,
/// all others TLS. The server name may also be <c>host:port</c>, or say by a scheme what an unusual port means:
/// <c>imap://host:1143</c> and <c>smtp://</c> are STARTTLS, <c>imaps://</c> and <c>smtps://</c> are TLS.
/// </remarks>
public sealed record MailEndpoint(string Host, int Port, MailSecurity Security)
{
    private const int MaxHostLength = 255;

    private static readonly Scheme[] Schemes =
    [
        new("imaps", MailDirection.Incoming, 993, MailSecurity.Tls),
        new("imap", MailDirection.Incoming, 143, MailSecurity.StartTls),
        new("smtps", MailDirection.Outgoing, 465, MailSecurity.Tls),
        new("smtp", MailDirection.Outgoing, 587, MailSecurity.StartTls),
    ];

    /// <summary>Reads what a client wrote into <c>Server</c> and <c>Port</c>.</summary>
    /// <param name="direction">Chooses the usual ports.</param>
    /// <param name="server">Host, <c>host:port</c> or with a scheme.</param>
    /// <param name="port">0 for the one in <paramref name="server"/>, else the usual one of the protocol.</param>
    /// <exception cref="InvalidArgumentException">They name no server, or contradict each other.</exception>
    public static MailEndpoint Parse(MailDirection direction, string server, int port)
    {
        var text = server.Trim().TrimEnd('/');
        var scheme = TakeScheme(direction, ref text);
        var host = TakePort(text, out var written);
        if (host.Length is 0 or > MaxHostLength || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw Wrong("Server", "The server must be a host name or an address, optionally with a port: imap.example.com:993.");
        }

        if (port != 0 && written != 0 && port != written)
        {
            throw Wrong("Port", $"The server name says port {written}, the port is {port}.");
        }

        var chosen = port != 0 ? port : written;
        if (chosen is < 0 or > 65535)
        {
            throw Wrong("Port", "A port is a number from 1 to 65535; 0 stands for the usual one.");
        }

        scheme ??= SchemeOf(direction, chosen);
        return new MailEndpoint(host.ToLowerInvariant(), chosen == 0 ? scheme.Port : chosen, scheme.Security);
    }

    /// <summary>The server name that reads back as this endpoint, together with the port.</summary>
    public string ToServerName(MailDirection direction)
    {
        if (SchemeOf(direction, Port).Security == Security)
        {
            return Host;
        }

        var scheme = Schemes.First(scheme => scheme.Direction == direction && scheme.Security == Security);
        return $"{scheme.Name}://{Host}";
    }

    private static Scheme? TakeScheme(MailDirection direction, ref string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var name = text[..end];
        text = text[(end + 3)..];
        return Schemes.FirstOrDefault(scheme => scheme.Direction == direction && scheme.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong(
                "Server",
                $"A server for {(direction == MailDirection.Incoming ? "incoming mail is imaps://… or imap://…" : "outgoing mail is smtps://… or smtp://…")}");
    }

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
                throw Wrong("Server", "What follows the colon must be a port from 1 to 65535.");
            }

            text = text[..colon];
        }

        return bracket > 0 && text.Length == bracket + 1 ? text[1..bracket] : text;
    }

    private static Scheme SchemeOf(MailDirection direction, int port)
    {
        var security = port is 143 or 587 or 25 ? MailSecurity.StartTls : MailSecurity.Tls;
        return Schemes.First(scheme => scheme.Direction == direction && scheme.Security == security);
    }

    private static InvalidArgumentException Wrong(string argument, string message) => new(argument, message);

    private sealed record Scheme(string Name, MailDirection Direction, int Port, MailSecurity Security);
}

using System.Net;

namespace Services83.EMail.Mail.Transport;

/// <summary>How a connection is protected.</summary>
public enum LineSecurity
{
    /// <summary>Cleartext, for tests and trusted networks.</summary>
    None,

    /// <summary>Cleartext until STARTTLS or STLS; refused when the server does not offer it.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,
}

/// <summary>The server, the trusted certificates, and the timeouts: the options of every mail protocol.</summary>
public abstract record LineOptions
{
    /// <summary>Host name or address; the certificate must be for this name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public int Port { get; init; }

    public LineSecurity Security { get; init; } = LineSecurity.Tls;

    /// <summary>Whether credentials may be sent over a connection that is not encrypted.</summary>
    public bool AllowCleartextLogin { get; init; }

    /// <summary>Which server certificates are accepted.</summary>
    public TlsTrust Trust { get; init; } = TlsTrust.System;

    /// <summary>Timeout for connecting, the TLS handshake and the greeting together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time without data from the server while an answer is due, and longest time for one write.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Longest time that one command may wait for the server. It grows by <see cref="MinimumRate"/>, so a large answer may take longer but
    /// a server that sends very slowly may not. The caller's own work between answers does not count.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For each such number of bytes a command gets another second beyond <see cref="CommandTimeout"/>; 1 or more.</summary>
    public int MinimumRate { get; init; } = 1024;

    /// <summary>Longest time that one command may wait for the server, whatever arrives meanwhile.</summary>
    public TimeSpan LongestCommand { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The clock for all waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Opens the byte stream instead of a plain TCP connection, for rules about allowed addresses. It must not return before the connection
    /// is established.
    /// </summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>Told until when the server's certificate is valid, each time that one was accepted.</summary>
    public Action<DateTimeOffset>? CertificateAccepted { get; init; }

    /// <summary>Receives the protocol lines at level Trace and the server's alerts at level Warning, secrets masked.</summary>
    public ILogger? Logger { get; init; }
}

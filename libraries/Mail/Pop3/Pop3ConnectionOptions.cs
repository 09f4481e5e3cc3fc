using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Pop3;

/// <summary>The server, the trusted certificates, and the limits for the server's data. The default port is 995.</summary>
public sealed record Pop3ConnectionOptions : LineOptions
{
    public Pop3ConnectionOptions() => Port = 995;

    /// <summary>Most bytes of one message, 1 or more.</summary>
    public long MaxMessageBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most messages in a list, 1 or more.</summary>
    public int MaxMessages { get; init; } = 100_000;
}

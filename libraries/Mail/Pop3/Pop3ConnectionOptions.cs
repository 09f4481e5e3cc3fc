using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Pop3;

/// <summary>Where to connect, whom to trust, and how much the server may ask of us; the port is 995 when none is given.</summary>
public sealed record Pop3ConnectionOptions : LineOptions
{
    public Pop3ConnectionOptions() => Port = 995;

    /// <summary>Most octets of one message, 1 or more.</summary>
    public long MaxMessageBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most messages that a list may name, 1 or more.</summary>
    public int MaxMessages { get; init; } = 100_000;
}

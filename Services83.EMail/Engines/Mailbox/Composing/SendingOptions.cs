using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>Settings under <c>Sending</c>: limits for composing and sending.</summary>
public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>Most recipients of one message in To, Cc and Bcc together, 1 to 10000. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaxRecipients { get; set; } = 500;

    /// <summary>Largest message on the wire, with attachments encoded, in bytes, 64 KiB to 1 GiB. Default 50 MiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long MaxMessageBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>Most messages that an associate may send within an hour, 0 to 1000000; 0 for any number. Default 0.</summary>
    [Range(0, 1_000_000)]
    public int MaxPerHour { get; set; }

    /// <summary>Hours during which the program retries to file the copy of a sent message, 1 to 720. Default 72.</summary>
    [Range(1, 720)]
    public int CopyHours { get; set; } = 72;
}

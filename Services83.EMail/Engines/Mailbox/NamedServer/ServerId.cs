using System.Globalization;
using Services83.EMail.Engines.Mailbox.Carriers;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>The id of a message in a folder, as a caller writes it: a UID, or a server identifier (<see cref="IWebEMailAgent"/>).</summary>
/// <param name="Text">As the caller wrote it, for errors.</param>
internal readonly record struct ServerId(string Text)
{
    /// <summary>0 for a text that is no id.</summary>
    private uint Uid { get; init; }

    /// <summary>UIDVALIDITY that the folder must have; null for any.</summary>
    private uint? Validity { get; init; }

    public static ServerId Of(int serverId) => new(serverId.ToString(CultureInfo.InvariantCulture)) { Uid = CarrierMapper.Uid(serverId) };

    /// <summary>Reads <c>UIDVALIDITY:UID</c>, with or without a Message-ID after another colon, the ids of
    /// <see cref="IRawMessageOperations.GetEmailMessageIdsAsync"/>, and plain UIDs, also as the signed numbers of the contract.</summary>
    public static ServerId Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed))
        {
            return new(text) { Uid = CarrierMapper.Uid(signed) };
        }

        return text.Split(':', 3) switch
        {
            [var uid] when !uid.Contains('-') => new(text) { Uid = Number(uid) },
            [var raw] => raw.Split('-') is [var of, var number] ? new(text) { Uid = Number(number), Validity = Number(of) } : new(text),
            [var validity, var uid, ..] => new(text) { Uid = Number(uid), Validity = Number(validity) },
            _ => new(text),
        };
    }

    /// <summary>The UID in the folder that is open; 0, which no message has, for an id of another numbering.</summary>
    public uint UidIn(ServerSession session) => Validity is { } validity && validity != session.Validity ? 0 : Uid;

    private static uint Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>Converts between the bytes of a mailbox name and readable text.</summary>
internal static class MailboxName
{
    public const string Inbox = "INBOX";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Modified UTF-7 if it is well formed, else UTF-8 if it is valid, else one character per byte. INBOX is the same mailbox in any letter
    /// case (RFC 3501, 5.1), so it has one spelling here.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> wire, bool isUtf8)
    {
        var text = Text(wire);
        if (!isUtf8 && ModifiedUtf7.TryDecode(text, out var decoded))
        {
            text = decoded;
        }

        return text.Equals(Inbox, StringComparison.OrdinalIgnoreCase) ? Inbox : text;
    }

    public static byte[] Encode(string name, bool asUtf8) =>
        asUtf8 ? Encoding.UTF8.GetBytes(name) : Encoding.ASCII.GetBytes(ModifiedUtf7.Encode(name));

    private static string Text(ReadOnlySpan<byte> wire)
    {
        try
        {
            return StrictUtf8.GetString(wire);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(wire);
        }
    }
}

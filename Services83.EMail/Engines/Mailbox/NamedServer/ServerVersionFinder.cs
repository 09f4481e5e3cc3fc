using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>The message on a server whose new version a carrier is.</summary>
/// <param name="About">Its place and its flags.</param>
/// <param name="Message">Its content.</param>
/// <param name="IsUnchanged">Whether the carrier has the same content.</param>
/// <param name="SaysText">Whether the caller gave the text itself.</param>
internal sealed record ServerVersion(ServerMessage About, MimeMessage Message, bool IsUnchanged, bool SaysText)
{
    public bool IsDraft => About.Flags.HasFlag(EMailFlags.Draft);
}

/// <summary>Finds the message that a carrier with a <c>ServerId</c> names, and fills in the members that the caller left out.</summary>
internal sealed class ServerVersionFinder(ServerMessageReader reader)
{
    /// <param name="session">Its folder is afterwards open for changes.</param>
    /// <param name="email">Changed in place.</param>
    /// <returns>
    /// Null when it names no message in the folder. A UID may mean another message after the folder was renumbered; so if the carrier has a
    /// Message-ID, it must be that of the message.
    /// </returns>
    /// <exception cref="InvalidArgumentException">The message is too large to be read.</exception>
    public async Task<ServerVersion?> FindAsync(ServerSession session, EMailEntity email)
    {
        if (email.ServerId == 0 || (!string.IsNullOrEmpty(email.FolderName) && !ServerSession.IsSame(email.FolderName, session.Folder)))
        {
            return null;
        }

        await session.OpenAsync(toChange: true);
        if (await DescribeAsync(session, email.ServerId) is not { } about)
        {
            return null;
        }

        if (about.Size > reader.MaxBytes)
        {
            throw new InvalidArgumentException(
                "Email", $"Message {email.ServerId} has {about.Size} bytes; this server reads at most {reader.MaxBytes} (Mail:MaxMessageBytes).");
        }

        var message = MimeReader.Read(await reader.OctetsAsync(session, ServerId.Of(email.ServerId), headerOnly: false));
        if (email.MessageID is not null && !EntityComparer.IsSameId(email.MessageID, message.MessageId))
        {
            return null;
        }

        var stored = about.ToEntity(message, session, includeStreams: true);
        var saysText = StoredMembers.Complete(email, stored);
        return new ServerVersion(about, message, EntityComparer.IsSameMessage(email, stored), saysText);
    }

    /// <summary>Whether the open folder has the message under this UID.</summary>
    public static async Task<bool> HasAsync(ServerSession session, uint uid, string messageId)
    {
        await foreach (var envelope in ServerMessageReader.EnvelopesAsync(session, Mail.Imap.UidSet.Of(uid)))
        {
            if (envelope.MessageId == messageId)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<ServerMessage?> DescribeAsync(ServerSession session, int serverId)
    {
        try
        {
            return await ServerMessageReader.DescribeAsync(session, ServerId.Of(serverId));
        }
        catch (EntityNotFoundException)
        {
            return null;
        }
    }
}

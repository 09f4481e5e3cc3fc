using System.Collections.Frozen;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>
/// The operations that look for one thing, for which null is a valid answer: nothing was found. The vendor's agents return null for an
/// unknown id, and a client of the original got nil. For operations that create, save or send, or that return a number, null has no meaning
/// and is an error.
/// </summary>
internal static class LookUps
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "CreateEMailFromDocumentEntity", "GetAttachment", "GetAttachmentFromId", "GetAttachmentFromServerIdentifier", "GetCurrentAccount",
        "GetEMail", "GetEMailAccount", "GetEMailAccountFromEMailAddress", "GetEMailAsEmlStream", "GetEMailAsStream",
        "GetEMailAsStreamFromServerIdentifier", "GetEMailFromAttachmentId", "GetEMailFromDocumentAttachmentId", "GetEMailFromDocumentId",
        "GetEMailFromDocumentIdWithoutAttachmentStream", "GetEMailFromId", "GetEMailFromServerIdentifier", "GetEMailFromTemp",
        "GetEMailSOInfo", "GetEmailAppointment", "GetEmailAppointmentRecurrence", "GetEmailDocumentAsMimeStream", "GetMailFromInReplyTo",
        "GetMailFromMessageId", "GetParticipantInfoFromEmailAddress", "GetPreviewAttachmentFromDocId", "GetPreviewAttachmentFromId",
        "GetUnsanitizedEMail", "GetUnsanitizedEMailFromAttachmentId", "GetUnsanitizedEMailFromDocumentAttachmentId",
        "GetUnsanitizedEMailFromDocumentId", "GetUnsanitizedEMailFromDocumentIdWithoutAttachmentStream",
        "GetUnsanitizedPreviewAttachmentFromDocId", "GetUnsanitizedPreviewAttachmentFromId");

    public static IReadOnlyCollection<string> All => Names;

    public static bool Contains(string operation) => Names.Contains(operation);
}

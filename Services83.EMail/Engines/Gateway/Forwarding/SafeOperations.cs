using System.Collections.Frozen;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>
/// The operations that may be repeated when the result of the first call is unknown: they only read, and reading changes nothing for later
/// calls. Operations that are not in this list are never repeated: everything that writes or sends; <c>GetNewMail</c> and
/// <c>GetFolderHasNewEMail</c>, which return each message once; <c>GetEMailFromId</c> and <c>GetEMailFromServerIdentifier</c>, which set flags; <c>RefreshFolder</c> and similar
/// ones, which sync; and operations that test a password, because a few wrong passwords lock an account.
/// </summary>
internal static class SafeOperations
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "CreateDefaultEMailAccount", "CreateDefaultEMailAddress", "CreateDefaultEMailAppointment", "CreateDefaultEMailAttachment",
        "CreateDefaultEMailConnectionInfo", "CreateDefaultEMailConnectionInfoExtended", "CreateDefaultEMailCustomHeader",
        "CreateDefaultEMailEntity", "CreateDefaultEMailEnvelope", "CreateDefaultEMailFolder", "CreateDefaultEMailSOInfo",
        "CreateEMailFromDocumentEntity", "CreateEMailFromMimeMessage", "CreateForwardEmail", "CreateInlineHtmlHeader", "FindAddress",
        "FindContactOrPersonByEmailName", "FindContactOrPersonByEmailNameWithLimit", "GetAttachment", "GetAttachmentFromId",
        "GetAttachmentFromServerIdentifier", "GetCurrentAccount", "GetCurrentAccountId", "GetEMail", "GetEMailAccount",
        "GetEMailAccountFromEMailAddress", "GetEMailAddresses", "GetEMailAsEmlStream", "GetEMailAsStream",
        "GetEMailAsStreamFromServerIdentifier", "GetEMailEnvelopes", "GetEMailEnvelopesFromServerIds", "GetEMailFromAttachmentId",
        "GetEMailFromDocumentAttachmentId", "GetEMailFromDocumentId", "GetEMailFromDocumentIdWithoutAttachmentStream", "GetEMailFromTemp",
        "GetEMailSOInfo", "GetEmailAppointment", "GetEmailAppointmentRecurrence", "GetEmailDocumentAsMimeStream", "GetEmailMessageIds",
        "GetEmailsAsString", "GetExtendedEmailMessageIds", "GetFolderEMailCount", "GetFolderInfo", "GetFolderList", "GetMailFromInReplyTo",
        "GetMailFromMessageId", "GetParticipantInfoFromEmailAddress", "GetPersonEntitiesFromEmailAddress", "GetPersonsFromEmailAddress",
        "GetPreviewAttachmentFromDocId", "GetPreviewAttachmentFromId", "GetReadySyncEmailAccounts", "GetUnsanitizedEMail",
        "GetUnsanitizedEMailFromAttachmentId", "GetUnsanitizedEMailFromDocumentAttachmentId", "GetUnsanitizedEMailFromDocumentId",
        "GetUnsanitizedEMailFromDocumentIdWithoutAttachmentStream", "GetUnsanitizedPreviewAttachmentFromDocId",
        "GetUnsanitizedPreviewAttachmentFromId", "HasMXRecord", "HasNewMail", "HasSPFRecord", "LatestItemIdByFolder",
        "ResolveEMailRecipients");

    public static IReadOnlyCollection<string> All => Names;

    public static bool Contains(string operation) => Names.Contains(operation);
}

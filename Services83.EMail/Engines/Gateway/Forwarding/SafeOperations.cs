using System.Collections.Frozen;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>
/// The operations that may be repeated when the result of the first call is unknown: they only read, and reading changes nothing for later
/// calls. Operations that are not in this list are never repeated: everything that writes or sends; <c>GetNewMail</c> and
/// <c>GetFolderHasNewEMail</c>, which return each message once; <c>GetEMailFromId</c>, which sets flags; <c>RefreshFolder</c> and similar
/// ones, which sync; and operations that test a password, because a few wrong passwords lock an account.
/// </summary>
internal static class SafeOperations
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "CreateDefaultEMailAccount", "CreateDefaultEMailAddress", "CreateDefaultEMailAttachment", "CreateDefaultEMailConnectionInfo",
        "CreateDefaultEMailConnectionInfoExtended", "CreateDefaultEMailCustomHeader", "CreateDefaultEMailEntity",
        "CreateDefaultEMailEnvelope", "CreateDefaultEMailFolder", "CreateDefaultEMailSOInfo", "CreateEMailFromDocumentEntity",
        "CreateEMailFromMimeMessage", "CreateForwardEmail", "FindAddress", "FindContactOrPersonByEmailName", "GetAttachment",
        "GetAttachmentFromId", "GetCurrentAccount", "GetCurrentAccountId", "GetEMail", "GetEMailAccount",
        "GetEMailAccountFromEMailAddress", "GetEMailAddresses", "GetEMailAsStream", "GetEMailEnvelopes", "GetEMailFromDocumentId",
        "GetEMailFromDocumentIdWithoutAttachmentStream", "GetEMailFromTemp", "GetEMailSOInfo", "GetEmailMessageIds", "GetEmailsAsString",
        "GetFolderEMailCount", "GetFolderInfo", "GetFolderList", "GetMailFromInReplyTo", "GetMailFromMessageId",
        "GetPersonEntitiesFromEmailAddress", "GetReadySyncEmailAccounts", "HasNewMail");

    public static IReadOnlyCollection<string> All => Names;

    public static bool Contains(string operation) => Names.Contains(operation);
}

using System.Collections.Frozen;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>
/// The operations that may be called again when nobody knows what became of the first call: they only read, and reading changes
/// nothing for later calls. What is not named is never repeated. So are not: everything that writes or sends; <c>GetNewMail</c> and
/// <c>GetFolderHasNewEMail</c>, which tell each message once; <c>GetEMailFromId</c>, which sets flags; <c>RefreshFolder</c> and its
/// like, which sync; and what tries a password, as a few wrong ones lock an account.
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

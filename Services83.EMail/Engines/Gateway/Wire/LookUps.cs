using System.Collections.Frozen;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>
/// The operations that look for one thing, so that null is an answer: there is none. That is what the vendor's agents return for an
/// unknown id, and what a client of the original got as nil. Where something is made, saved or sent, or a number is asked for, null
/// says nothing, and is an error.
/// </summary>
internal static class LookUps
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "CreateEMailFromDocumentEntity", "GetAttachment", "GetAttachmentFromId", "GetCurrentAccount", "GetEMail", "GetEMailAccount",
        "GetEMailAccountFromEMailAddress", "GetEMailAsStream", "GetEMailFromDocumentId", "GetEMailFromDocumentIdWithoutAttachmentStream",
        "GetEMailFromId", "GetEMailFromTemp", "GetEMailSOInfo", "GetMailFromInReplyTo", "GetMailFromMessageId");

    public static IReadOnlyCollection<string> All => Names;

    public static bool Contains(string operation) => Names.Contains(operation);
}

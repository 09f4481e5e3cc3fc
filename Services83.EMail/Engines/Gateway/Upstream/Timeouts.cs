using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>How long a tenant may take for an operation.</summary>
public sealed class Timeouts(IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    /// <summary>The operations during which the tenant syncs, or moves whole messages to or from mail servers.</summary>
    private static readonly FrozenSet<string> LongOnes = FrozenSet.Create(
        StringComparer.Ordinal,
        "Delete", "DeleteExtended", "DeleteFromServerIdentifier", "EmptyFolder", "GetEMailAsStream", "GetEMailAsStreamFromServerIdentifier",
        "GetEmailsAsString", "GetExtendedEmailMessageIds", "GetNewMail", "MoveToFolder", "MoveToFolderFromServerIdentifier",
        "RefreshFolder", "RefreshFolderForAssociate", "RelayMessage", "SaveEMail", "SaveToMailServer", "Send",
        "SendAndSaveEmailToTmpDocument", "SendEMails", "SyncEmailAccount", "SyncEmailAccounts");

    /// <param name="operation">Its name in the contract.</param>
    public TimeSpan Of(string operation) => options.Value.Timeouts.TryGetValue(operation, out var seconds)
        ? TimeSpan.FromSeconds(seconds)
        : LongOnes.Contains(operation) ? Long : TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
}

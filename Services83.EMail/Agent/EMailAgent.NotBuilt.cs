using System.Runtime.CompilerServices;

namespace Services83.EMail.Agent;

/// <summary>Operations that the mailbox engine does not do yet. They say so; a test guards that the list only shrinks.</summary>
internal sealed partial class EMailAgent
{

    public Task<bool> AuthenticateAsync(EMailConnectionInfoExtended? connectionInfoExtended) => throw NotBuilt();

    public Task<string[]> GetEmailMessageIdsAsync(EMailConnectionInfoExtended? connectionInfoExtended) => throw NotBuilt();

    public Task<string[]> GetEmailsAsStringAsync(
        EMailConnectionInfoExtended? connectionInfoExtended, string[]? messageIds) =>
        throw NotBuilt();

    public Task DeleteExtendedAsync(EMailConnectionInfoExtended? connectionInfoExtended, string[]? messageIds) => throw NotBuilt();

    public Task<EMailEntity> GetEMailFromIdAsync(
        EMailConnectionInfo? connectionInfo, int messageServerId, bool lookupAddresses, EMailFlags flags, bool includeAttachments) =>
        throw NotBuilt();

    public Task<EMailEntity> SaveEMailAsync(EMailConnectionInfo? connectionInfo, EMailEntity? email) => throw NotBuilt();

    private static OperationNotBuiltException NotBuilt([CallerMemberName] string method = "") => new(method[..^"Async".Length]);
}

using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>
/// Whole messages on an IMAP or POP3 server that the caller names, for programs that handle raw messages. A part of <see cref="IEMailAgent"/>.
/// </summary>
public interface IRawMessageOperations
{
    /// <summary>Lists the messages of a folder.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <returns>An id for each message, for <see cref="GetEmailsAsStringAsync"/> and <see cref="DeleteExtendedAsync"/>.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailMessageIdsAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);

    /// <summary>Fetches whole messages (RFC 5322).</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <param name="messageIds">Ids from <see cref="GetEmailMessageIdsAsync"/>. Ids that no longer exist are skipped.</param>
    /// <returns>The messages, one character for each byte.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailsAsStringAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);

    /// <summary>Deletes messages permanently.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <param name="messageIds">Ids from <see cref="GetEmailMessageIdsAsync"/>. Ids that no longer exist are skipped.</param>
    [OperationContract]
    Task DeleteExtendedAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);
}

using Services83.EMail.Soap.ServiceModel;

namespace Services83;

// As the other operations on a named server, with a choice of port and protocol, for programs that handle raw messages.
public partial interface IEMailAgent
{
    /// <summary>Tries to log in to a server of any of the three protocols.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol and login.</param>
    /// <returns>Whether it let us in; false for a refused password.</returns>
    /// <exception cref="MailServerException">The server could not be reached.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateAsync([MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);

    /// <summary>Lists the messages of a folder.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <returns>An id for each message, for <see cref="GetEmailsAsStringAsync"/> and <see cref="DeleteExtendedAsync"/>.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailMessageIdsAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);

    /// <summary>Fetches whole messages (RFC 5322).</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <param name="messageIds">Ids from <see cref="GetEmailMessageIdsAsync"/>. Ones that are gone are passed over.</param>
    /// <returns>The messages, one character for each byte.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetEmailsAsStringAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);

    /// <summary>Deletes messages for good.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <param name="messageIds">Ids from <see cref="GetEmailMessageIdsAsync"/>. Ones that are gone are passed over.</param>
    [OperationContract]
    Task DeleteExtendedAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "MessageIds")] string[]? messageIds);

    /// <summary>Hands a finished message to a server for outgoing mail, unchanged.</summary>
    /// <param name="connectionInfoExtended">Server, port and login. SMTP.</param>
    /// <param name="rfc822">The whole message with its header, one character for each byte.</param>
    /// <param name="from">The address that failures are reported to (RFC 5321, MAIL FROM); empty for none.</param>
    /// <param name="recipients">The addresses that it goes to (RFC 5321, RCPT TO); the header is not looked at.</param>
    [OperationContract]
    Task RelayMessageAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "Rfc822")] string? rfc822,
        [MessageParameter(Name = "From")] string? from,
        [MessageParameter(Name = "Recipients")] string[]? recipients);
}

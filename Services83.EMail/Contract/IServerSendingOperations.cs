using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Sends messages through a server that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerSendingOperations
{
    /// <summary>Sends messages through a server for outgoing mail.</summary>
    /// <param name="outgoingConnectionInfo">Server and login; the folder does not matter.</param>
    /// <param name="emails">The messages.</param>
    /// <param name="sentItemsConnectionInfo">Where to put copies of the sent messages: server, login and folder; null for no
    /// copies.</param>
    /// <returns>The messages with their Message-ID and time.</returns>
    /// <remarks>If one fails, the error names it, and the messages before it have been sent.</remarks>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendEMailsAsync(
        [MessageParameter(Name = "OutgoingConnectionInfo")] EMailConnectionInfo? outgoingConnectionInfo,
        [MessageParameter(Name = "Emails")] EMailEntity[]? emails,
        [MessageParameter(Name = "SentItemsConnectionInfo")] EMailConnectionInfo? sentItemsConnectionInfo);

    /// <summary>Sends a finished message, unchanged, through a server for outgoing mail.</summary>
    /// <param name="connectionInfoExtended">Server, port and login. SMTP.</param>
    /// <param name="rfc822">The whole message with its header, one character for each byte.</param>
    /// <param name="from">The address that failures are reported to (RFC 5321, MAIL FROM); empty for none.</param>
    /// <param name="recipients">The recipients (RFC 5321, RCPT TO); the addresses in the header are ignored.</param>
    [OperationContract]
    Task RelayMessageAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended,
        [MessageParameter(Name = "Rfc822")] string? rfc822,
        [MessageParameter(Name = "From")] string? from,
        [MessageParameter(Name = "Recipients")] string[]? recipients);
}

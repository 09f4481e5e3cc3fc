using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Tests logins to servers that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerLoginOperations
{
    /// <summary>Tries to log in to a server for incoming mail.</summary>
    /// <param name="connectionInfo">Server and login; the folder does not matter.</param>
    /// <returns>Whether the server accepted the login; false for a refused password.</returns>
    /// <exception cref="MailServerException">The server could not be reached.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateIncomingAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    /// <summary>Tries to log in to a server for outgoing mail.</summary>
    /// <param name="connectionInfo">Server and login; the folder does not matter.</param>
    /// <returns>Whether the server accepted the login; false for a refused password.</returns>
    /// <exception cref="MailServerException">The server could not be reached.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateOutgoingAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    /// <summary>Tries to log in to a server of any of the three protocols.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol and login.</param>
    /// <returns>Whether the server accepted the login; false for a refused password.</returns>
    /// <exception cref="MailServerException">The server could not be reached.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> AuthenticateAsync([MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);
}

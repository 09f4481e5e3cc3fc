using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Saves messages in a folder of a server that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerSaveOperations
{
    /// <summary>Puts a message into a folder.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="email">The message.</param>
    /// <returns>The message as it is stored, with its UID if the server reports it (RFC 4315).</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveEMailAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Email")] EMailEntity? email);
}

using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Synchronises accounts that are named by their server and login. A part of <see cref="IEMailAgent"/>.</summary>
public interface IServerRefreshOperations
{
    /// <summary>Synchronises folders with their mail server.</summary>
    /// <param name="connectionInfo">Server and login of an account that is stored here.</param>
    /// <param name="folders">Names of the folders; null or empty for the one in <paramref name="connectionInfo"/>.</param>
    /// <returns>0 when it is done, otherwise the number of the task that does it.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> RefreshFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] string[]? folders);
}

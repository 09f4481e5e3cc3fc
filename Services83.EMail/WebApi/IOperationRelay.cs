namespace Services83.EMail.WebApi;

/// <summary>
/// Sends calls of operations that are not in the contract to a server that may have them. Only an engine with a server behind it has one.
/// </summary>
public interface IOperationRelay
{
    /// <summary>Whether the operator wants it.</summary>
    bool IsEnabled { get; }

    /// <summary>Forwards the request of an authenticated caller as it is, and the reply to it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">Name of the operation: letters and digits.</param>
    /// <param name="maxRequestBytes">Longest body of the request.</param>
    /// <exception cref="AgentException">The server failed or refused.</exception>
    Task RelayAsync(HttpContext context, string operation, long maxRequestBytes);
}

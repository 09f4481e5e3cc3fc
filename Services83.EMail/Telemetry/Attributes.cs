namespace Services83.EMail.Telemetry;

/// <summary>Names of attributes, most of them from the semantic conventions of OpenTelemetry.</summary>
internal static class Attributes
{
    /// <summary>The kind of failure; missing when there was none.</summary>
    public const string ErrorType = "error.type";

    public const string RpcSystem = "rpc.system.name";
    public const string RpcMethod = "rpc.method";
    public const string DatabaseSystem = "db.system.name";
    public const string DatabaseOperation = "db.operation.name";

    /// <summary><c>imap</c>, <c>pop3</c> or <c>smtp</c>.</summary>
    public const string Protocol = "network.protocol.name";

    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string UserName = "user.name";

    public const string AccountId = "services83.account.id";
    public const string State = "services83.state";
    public const string Outcome = "services83.outcome";
    public const string Task = "services83.task";
}

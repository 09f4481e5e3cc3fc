namespace Services83.EMail.Agent;

/// <summary>The operation is part of the contract and this engine cannot do it yet.</summary>
internal sealed class OperationNotBuiltException(string operation)
    : AgentException($"{operation} is not available in this version of the server.")
{
    public override string ExceptionType => "OperationNotBuilt";
}

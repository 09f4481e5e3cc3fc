namespace Services83.EMail.Storage;

/// <summary>The only process: it holds every task.</summary>
internal class LoneNode : INode
{
    public int Id { get; } = Random.Shared.Next(1, int.MaxValue);

    public virtual string Name => "nothing";

    public bool IsShared => false;

    public virtual Task<NodeState> LookAsync(CancellationToken cancellationToken) => Task.FromResult(NodeState.Held);

    public bool Holds(string task) => true;

    public Task<CancellationToken?> TryTakeAsync(string task, CancellationToken cancellationToken) =>
        Task.FromResult<CancellationToken?>(CancellationToken.None);

    public Task<IReadOnlyList<int>> AliveAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<int>>([Id]);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

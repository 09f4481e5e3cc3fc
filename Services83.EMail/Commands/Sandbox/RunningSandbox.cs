using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Commands.Sandbox;

/// <summary>The mail servers of a sandbox and, if wanted, the program in front of them.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly string[]? _frontSettings;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Where the program in front listened first, also if a reset has failed since.</summary>
    private string? _url;

    private RunningSandbox(MailServers mail, string[]? frontSettings) => (Mail, _frontSettings) = (mail, frontSettings);

    public MailServers Mail { get; }

    /// <summary>Null if there is none.</summary>
    public FrontServer? Front { get; private set; }

    /// <exception cref="CommandException">A port is in use, or a setting names where to store data.</exception>
    public static async Task<RunningSandbox> StartAsync(SandboxChoice choice, CancellationToken cancellationToken)
    {
        var mail = await MailServers.StartAsync(choice.Owners, choice.Capabilities, choice.Ports, cancellationToken);
        var sandbox = new RunningSandbox(mail, choice.FrontSettings);
        try
        {
            sandbox.Front = await sandbox.StartFrontAsync(cancellationToken);
            sandbox._url = sandbox.Front?.Url;
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes everything as it was after the start: mailboxes, faults, logs, sent mail, and the data of the program in front of them, which is
    /// started again at the same address.
    /// </summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Front is { } front)
            {
                Front = null;
                await front.DisposeAsync();
            }

            await Mail.ResetAsync();
            // Not cancelled by a caller that has left: half a reset would be left.
            Front = await StartFrontAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Front is { } front)
        {
            await front.DisposeAsync();
        }

        await Mail.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<FrontServer?> StartFrontAsync(CancellationToken cancellationToken)
    {
        if (_frontSettings is null)
        {
            return null;
        }

        var front = await FrontServer.StartAsync(Mail, _url is null ? _frontSettings : [.. _frontSettings, $"--urls={_url}"], cancellationToken);
        try
        {
            foreach (var owner in Mail.Owners)
            {
                await front.Services.GetRequiredService<SyncDispatcher>().RunAsync(owner.AccountId, cancellationToken);
            }

            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }
}

using System.IO.Pipelines;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// How long the client waits for the server. There are two limits: one for the time without data, and one for all waits of a command
/// together, which grows with the data that arrives, up to a maximum. The second limit stops a server that sends very slowly; without it
/// one byte a minute would keep the client waiting for ever.
/// </summary>
internal sealed class Patience(LineOptions options, LineFailure failure)
{
    private TimeSpan _waited;
    private long _octets;

    /// <summary>Longest time without data; from the options unless a protocol has its own timeouts for its phases.</summary>
    public TimeSpan Silence { get; set; } = options.ReadTimeout;

    /// <summary>While it is set, only the caller's token ends the wait, as IDLE needs it.</summary>
    public bool IsSuspended { get; set; }

    private TimeSpan Left
    {
        get
        {
            var granted = options.CommandTimeout + TimeSpan.FromSeconds((double)_octets / options.MinimumRate);
            return (granted < options.LongestCommand ? granted : options.LongestCommand) - _waited;
        }
    }

    /// <summary>Starts counting again, for the next command.</summary>
    public void Renew()
    {
        _waited = TimeSpan.Zero;
        _octets = 0;
    }

    /// <summary>Waits for more bytes. Only the waiting counts, not the caller's work with them.</summary>
    /// <param name="pipe">The source of the bytes.</param>
    /// <param name="held">Bytes that were in the pipe before: they have been counted already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>Fails when one of the limits is reached.</remarks>
    public async ValueTask<ReadResult> ReadAsync(PipeReader pipe, long held, CancellationToken cancellationToken)
    {
        if (IsSuspended)
        {
            return await pipe.ReadAsync(cancellationToken);
        }

        var left = Left;
        var isLastWait = left < Silence;
        var limit = !isLastWait ? Silence : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        using var expiry = new CancellationTokenSource(limit, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        var began = options.TimeProvider.GetTimestamp();
        try
        {
            var result = await pipe.ReadAsync(either.Token);
            _waited += options.TimeProvider.GetElapsedTime(began);
            _octets += result.Buffer.Length - held;
            return result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var problem = isLastWait
                ? $"The server sends too slowly: {_octets} bytes in {_waited.TotalSeconds:0.#} s of waiting (CommandTimeout, MinimumRate, LongestCommand)."
                : $"The server sent nothing for {Silence.TotalSeconds:0.#} s (ReadTimeout).";
            throw failure(problem, isTransient: true, null);
        }
    }
}

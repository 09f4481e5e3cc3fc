using System.IO.Pipelines;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// How long we wait for the server. Two limits: one for silence, and one for all the waiting of a command together, which grows with
/// what arrives, though not for ever. The second ends a server that trickles; without it one octet a minute would hold us for ever.
/// </summary>
internal sealed class Patience(LineOptions options, LineFailure failure)
{
    private TimeSpan _waited;
    private long _octets;

    /// <summary>Longest silence; what the options say unless a protocol has times of its own for its phases.</summary>
    public TimeSpan Silence { get; set; } = options.ReadTimeout;

    /// <summary>While it is set, waiting ends by the caller's token alone, as IDLE needs it.</summary>
    public bool IsSuspended { get; set; }

    private TimeSpan Left
    {
        get
        {
            var granted = options.CommandTimeout + TimeSpan.FromSeconds((double)_octets / options.MinimumRate);
            return (granted < options.LongestCommand ? granted : options.LongestCommand) - _waited;
        }
    }

    /// <summary>Begins to count anew, for the next command.</summary>
    public void Renew()
    {
        _waited = TimeSpan.Zero;
        _octets = 0;
    }

    /// <summary>Waits for more octets. Only the waiting counts, not what the caller does with them.</summary>
    /// <param name="pipe">Where they come from.</param>
    /// <param name="held">Octets that the pipe held before: they have bought their time already.</param>
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

using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// The resilience pipeline between a call and its tenant: a circuit breaker for each tenant, which stops calls to a tenant that cannot be
/// reached, and around it, for calls that are safe to repeat, a few attempts with growing pauses.
/// </summary>
public sealed class Pipelines(Tenants tenants, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const double FailureRatio = 0.5;
    private const int MinimumCalls = 10;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Line> _lines =
        tenants.List.ToDictionary(tenant => tenant.Name, _ => Build(options.Value, time), StringComparer.OrdinalIgnoreCase);

    /// <summary>The pipeline for a call.</summary>
    public ResiliencePipeline For(Tenant tenant, bool repeatable) => repeatable ? _lines[tenant.Name].Repeating : _lines[tenant.Name].Once;

    /// <summary>Whether the circuit of the tenant is open.</summary>
    public bool IsBroken(Tenant tenant) => _lines[tenant.Name].State.CircuitState is CircuitState.Open or CircuitState.Isolated;

    private static Line Build(GatewayOptions options, TimeProvider time)
    {
        var state = new CircuitBreakerStateProvider();
        var once = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = MinimumCalls,
                SamplingDuration = Sampling,
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                StateProvider = state,
                ShouldHandle = new PredicateBuilder().Handle<UpstreamException>(DidNotReach),
            })
            .Build();
        return new Line(once, options.Retries == 0 ? once : Repeating(once, options, time), state);
    }

    private static ResiliencePipeline Repeating(ResiliencePipeline once, GatewayOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                ShouldHandle = new PredicateBuilder().Handle<UpstreamException>(error => MayHelp(error, options)),
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as UpstreamException)?.RetryAfter),
            })
            .AddPipeline(once)
            .Build();

    private static bool DidNotReach(UpstreamException error) => error.Reason
        is UpstreamFailure.NameResolution or UpstreamFailure.Connection or UpstreamFailure.Timeout or UpstreamFailure.Unavailable;

    /// <summary>Not after a timeout: the caller has waited long enough, and the tenant may still be working on the first attempt.</summary>
    private static bool MayHelp(UpstreamException error, GatewayOptions options) =>
        error.Reason is not UpstreamFailure.Timeout
        && (DidNotReach(error) || error.Reason is UpstreamFailure.Throttled)
        && !(error.RetryAfter > TimeSpan.FromSeconds(options.MaxRetryAfterSeconds));

    private sealed record Line(ResiliencePipeline Once, ResiliencePipeline Repeating, CircuitBreakerStateProvider State);
}

using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Retries and the breaker by a clock of the test.</summary>
[CancelAfter(20_000)]
internal sealed class PipelineTests
{
    private static readonly IOptions<GatewayOptions> Settings =
        Options.Create(new GatewayOptions { BaseAddress = new Uri("https://example.com/"), BreakSeconds = 15, Retries = 2 });

    private readonly ManualTimeProvider _time = new();
    private Tenant _tenant = null!;
    private Pipelines _pipelines = null!;
    private int _calls;

    [SetUp]
    public void Make()
    {
        var tenants = new Tenants(Settings);
        _tenant = tenants.Find("")!;
        _pipelines = new Pipelines(tenants, Settings, _time);
        _calls = 0;
    }

    [Test]
    public async Task After_the_break_one_call_that_succeeds_closes_the_breaker()
    {
        await BreakAsync();

        _time.Advance(TimeSpan.FromSeconds(16));
        await CallAsync(null);

        Assert.That(_pipelines.IsBroken(_tenant), Is.False);
    }

    [Test]
    public async Task After_the_break_one_call_that_fails_opens_it_again()
    {
        await BreakAsync();

        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.That(() => CallAsync(UpstreamFailure.Connection), Throws.TypeOf<UpstreamException>());

        Assert.That(_pipelines.IsBroken(_tenant), Is.True);
    }

    [TestCase(UpstreamFailure.NotAuthenticated)]
    [TestCase(UpstreamFailure.ServerError)]
    [TestCase(UpstreamFailure.BrokenReply)]
    [TestCase(UpstreamFailure.Throttled)]
    public void What_a_tenant_answers_does_not_open_the_breaker(UpstreamFailure failure)
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.That(() => CallAsync(failure), Throws.TypeOf<UpstreamException>());
        }

        Assert.That((_pipelines.IsBroken(_tenant), _calls), Is.EqualTo((false, 30)));
    }

    [TestCase(UpstreamFailure.NameResolution, 3)]
    [TestCase(UpstreamFailure.Connection, 3)]
    [TestCase(UpstreamFailure.Unavailable, 3)]
    [TestCase(UpstreamFailure.Throttled, 3)]
    [TestCase(UpstreamFailure.Timeout, 1)]
    [TestCase(UpstreamFailure.ServerError, 1)]
    [TestCase(UpstreamFailure.Certificate, 1)]
    [TestCase(UpstreamFailure.NotAuthenticated, 1)]
    public async Task Only_what_may_help_is_repeated(UpstreamFailure failure, int attempts)
    {
        var call = CallAsync(failure, repeatable: true);
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That(async () => await call, Throws.TypeOf<UpstreamException>());
        Assert.That(_calls, Is.EqualTo(attempts));
    }

    private async Task BreakAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.That(async () => await CallAsync(UpstreamFailure.Connection), Throws.TypeOf<UpstreamException>());
        }

        Assert.That(_pipelines.IsBroken(_tenant), Is.True);
        await Task.CompletedTask;
    }

    private async Task CallAsync(UpstreamFailure? failure, bool repeatable = false) =>
        await _pipelines.For(_tenant, repeatable).ExecuteAsync(_ =>
        {
            _calls++;
            return failure is { } known ? throw UpstreamError.Of(_tenant, known, "failed.") : ValueTask.CompletedTask;
        });
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>The server that a client uses.</summary>
internal enum Route
{
    /// <summary>The demo.</summary>
    Direct,

    /// <summary>A gateway in front of this program's own web API, with the mail on a Dovecot.</summary>
    Gateway,
}

/// <summary>Programs made with SOAP stacks of other vendors, with proxies generated from a WSDL, use the running server.</summary>
[Category(Tier.Clients)]
[TestFixtureSource(nameof(ClientsAndWsdls))]
internal sealed class ForeignClientTests(ForeignClient client, WsdlSource source, Route route)
{
    private static readonly ForeignClient[] Clients =
    [
        new PhpClient("1.1"), new PhpClient("1.2"),
        new ZeepClient(), new ZeepClient(addressing: true),
        new GsoapClient("1.1"), new GsoapClient("1.2"),
        new MonoWcfClient("1.1"), new MonoWcfClient("1.2"),
        new MonoAsmxClient("1.1"), new MonoAsmxClient("1.2"),
    ];

    private IReadOnlyList<StepReport> _reports = [];

    /// <summary>
    /// Clients that read the WSDL at each start use the WSDL in several files: Mono's svcutil cannot, and the others compile for long. The
    /// gateway's replies do not depend on the WSDL, so one is enough. The published files are used if the originals are available.
    /// </summary>
    private static IEnumerable<TestFixtureData> ClientsAndWsdls =>
        from source in Enum.GetValues<WsdlSource>()
        from client in Clients
        from route in Enum.GetValues<Route>()
        where source is not WsdlSource.Published || Originals.Folder is not null
        where source is not WsdlSource.ServedInParts || client.BuildScript is null
        where source is WsdlSource.Exported || route is Route.Direct
        select new TestFixtureData(client, source, route).SetArgDisplayNames($"{client}", $"{source} WSDL", $"{route}");

    [OneTimeSetUp]
    public async Task ConverseAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await ClientTools.RequireAsync(client.Probe, client.Packages, deadline.Token);
        var wsdls = InteropRun.Wsdls.Of(source);
        var programs = await InteropRun.BuildAsync(client, wsdls, deadline.Token);
        using var conversation = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var address = route is Route.Gateway ? (await InteropRun.ChainAsync()).BaseAddress : InteropRun.Server.BaseAddress;
        _reports = await client.ConverseAsync(address, wsdls, programs, conversation.Token);
    }

    [Test]
    public void It_logs_in()
    {
        var report = Succeeded("authenticate");

        Assert.That(report.Authenticated, Is.True);
        Assert.That(report.Ticket!, Does.StartWith("7T:"));
        Assert.That(report.Associate, Is.EqualTo(Conversation.User));
    }

    [Test]
    public void It_starts_the_sync_of_two_accounts() => Succeeded("sync");

    [Test]
    public void It_waits_for_the_sync_of_each_account()
    {
        var reports = Reports("syncAndWait");

        Assert.That(reports.Count, Is.EqualTo(Conversation.Accounts.Count));
        Assert.That(reports.All(report => report.Succeeded == true && report.Exception == null));
    }

    [Test]
    public void It_reads_the_ready_list_value_for_value() =>
        Assert.That(Succeeded("ready").Accounts, Is.EqualTo(Conversation.Accounts));

    [Test]
    public void It_creates_a_default_entity() =>
        Assert.That(Succeeded("entity").Entity, Is.EqualTo(new ReportedEntity(Priority: "Normal", Size: 0, IsSent: false)));

    [Test]
    public void It_is_told_of_a_wrong_ticket_in_the_documented_way()
    {
        var report = Report("wrongTicket");

        Assert.That(report.Succeeded, Is.False);
        var exception = report.Exception!;
        Assert.That(string.IsNullOrWhiteSpace(exception.Message), Is.False);
        Assert.That(string.IsNullOrWhiteSpace(exception.FriendlyText), Is.False);
        Assert.That(string.IsNullOrWhiteSpace(exception.ExceptionType), Is.False);
        Assert.That(exception.StackTrace, Is.Null.Or.Empty);
    }

    private StepReport Succeeded(string step)
    {
        var report = Report(step);
        Assert.That(report.Succeeded, Is.True);
        Assert.That(report.Exception, Is.Null);
        return report;
    }

    private StepReport Report(string step) => Reports(step).Single();

    /// <summary>The reports of a step, none of which is an error of the stack.</summary>
    private IReadOnlyList<StepReport> Reports(string step)
    {
        IReadOnlyList<StepReport> reports = [.. _reports.Where(report => report.Step == step)];
        foreach (var report in reports)
        {
            Assert.That(report.Fault, Is.Null);
            Assert.That(report.HttpStatus, Is.AnyOf(null, 200));
        }
        return reports;
    }
}

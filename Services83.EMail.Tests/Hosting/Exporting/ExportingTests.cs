using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting.Exporting;

/// <summary>
/// What Prometheus and a collector of OpenTelemetry get from the program, after calls at both doors and a sync. It is a process of its own,
/// because exporters see the meters of every server in their process.
/// </summary>
[Category(Tier.Programs)]
[CancelAfter(90_000)]
public sealed partial class ExportingTests
{
    private const string Calls = "rpc_server_call_duration_seconds_count";
    private const string Password = "password-of-the-associate";

    /// <summary>A task that works has no number.</summary>
    private static readonly string[] OnlyAtTimes = ["services83_background_failing"];

    private readonly SandboxAccount _anna = SandboxAccount.WithUsualFolders("anna", "mail-secret");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    private string _folder = "";
    private TestCollector _collector = null!;
    private SandboxImapServer _mail = null!;
    private RunningServer _server = null!;
    private string _ticket = "";
    private Uri _url = null!;
    private string _text = "";
    private PrometheusGrammar _metrics = null!;

    [OneTimeSetUp]
    public async Task CallAndSync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(80));
        _folder = Directory.CreateTempSubdirectory("services83-exporting-").FullName;
        _collector = await TestCollector.StartAsync(deadline.Token);
        _mail = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [_anna] }, deadline.Token);
        await PrepareAsync(deadline.Token);
        await StartAsync(deadline.Token);
        _ticket = await _server.LogInAsync("anna", Password);
        var anna = new RestTestClient(_http, _server.Url) { Headers = { ["Authorization"] = $"SoTicket {_ticket}" } };
        await anna.CallAsync("SyncEmailAccount", deadline.Token, ("SyncUserAccount", new SyncUserAccount { AccountId = 4711 }));
        await anna.CallAsync("NoSuchOperation4711", deadline.Token);
        await _server.SyncEmailAccountsAsync(_ticket, 1);
        await Polling.UntilAsync(
            async () => (_text = await _http.GetStringAsync(_url, deadline.Token)).Contains("services83_accounts{services83_state=\"ok\"} 1\n", StringComparison.Ordinal),
            deadline.Token);
        _metrics = PrometheusGrammar.Read(_text);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await (_server?.Process.DisposeAsync() ?? ValueTask.CompletedTask);
        await _mail.DisposeAsync();
        await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Calls_are_counted_by_door_operation_and_kind_of_error()
    {
        Assert.That(_metrics.Types["rpc_server_call_duration_seconds"], Is.EqualTo("histogram"));
        Assert.That(Sample(Calls, "soap", "SyncEmailAccounts"), Is.EqualTo(1));
        Assert.That(Sample(Calls, "rest", "SyncEmailAccount", "NotFound"), Is.EqualTo(1));
    }

    [Test]
    public void Syncs_logins_and_the_database_are_measured()
    {
        Assert.That(_metrics.Samples["services83_sync_duration_seconds_count"], Is.EqualTo(1));
        Assert.That(_metrics.Samples["services83_mail_login_duration_seconds_count{network_protocol_name=\"imap\"}"], Is.GreaterThanOrEqualTo(1));
        Assert.That(_metrics.Samples["db_client_operation_duration_seconds_count{db_operation_name=\"write\",db_system_name=\"sqlite\"}"], Is.GreaterThan(1));
    }

    [Test]
    public void States_are_told_also_when_nothing_is_in_them()
    {
        Assert.That(_metrics.Samples["services83_accounts{services83_state=\"ok\"}"], Is.EqualTo(1));
        Assert.That(_metrics.Samples["services83_accounts{services83_state=\"failed\"}"], Is.Zero);
        Assert.That(_metrics.Samples["services83_outgoing{services83_state=\"uncertain\"}"], Is.Zero);
    }

    [Test]
    public void Nothing_that_a_caller_writes_becomes_a_name_or_a_value() => Assert.That(_text, Does.Not.Contain("4711").And.Not.Contain("secret"));

    [Test]
    public async Task The_two_addresses_serve_nothing_of_each_other()
    {
        Assert.That((await _http.GetAsync(new Uri(_server.Url, "/metrics"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _http.GetAsync(new Uri(_url, "/Services83/EMail.svc?wsdl"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void The_page_names_every_metric_of_the_program_and_no_other()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "monitoring.md"));
        var named = Name().Matches(page).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var ours = _metrics.Types.Keys.Where(name => Ours().IsMatch(name)).ToList();

        Assert.That(ours, Is.SubsetOf(named));
        Assert.That(named.Except(ours), Is.SubsetOf(OnlyAtTimes));
    }

    [Test]
    public void The_dashboard_asks_only_for_what_there_is()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "monitoring", "grafana.json")));
        var questions = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!).ToList();
        var asked = questions.SelectMany(question => Asked().Matches(question)).Select(match => Part().Replace(match.Value, "")).Distinct();

        Assert.That(questions, Is.Not.Empty);
        Assert.That(asked.Except(_metrics.Types.Keys), Is.SubsetOf(OnlyAtTimes));
    }

    [Test]
    public void An_address_that_is_taken_ends_the_start_with_a_sentence() => Assert.That(
        () => SoapTestServer.StartAsync([], CancellationToken.None, $"--Telemetry:PrometheusUrl=http://127.0.0.1:{_url.Port}"),
        Throws.TypeOf<ListenException>().With.Message.StartsWith($"The metrics cannot be served at http://127.0.0.1:{_url.Port}/"));

    [Test]
    public async Task A_collector_gets_metrics_and_the_traces_of_calls_and_syncs()
    {
        await Polling.UntilAsync(
            () => _collector.HasMetrics("rpc.server.call.duration", "services83.sync.duration", "dotnet.gc.collections")
                && _collector.HasTraces("SyncEmailAccounts", "sync account", "imap login", "anna"),
            TestContext.CurrentContext.CancellationToken);

        foreach (var secret in new[] { _anna.Password, Password, _ticket })
        {
            Assert.That(_collector.HasTraces(secret) || _collector.HasMetrics(secret), Is.False);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "accounts.csv");
        await File.WriteAllLinesAsync(
            file,
            ["email,associate,server,user,password", string.Create(CultureInfo.InvariantCulture, $"anna@test.example,anna,imaps://{_mail.Host}:{_mail.TlsPort},{_anna.User},{_anna.Password}")],
            cancellationToken);
        foreach (var arguments in (string[][])[["user", "add", "anna"], ["account", "import", file]])
        {
            await using var command = await ProgramProcess.StartAsync(_folder, arguments, Password + "\n");
            var result = await command.WaitForExitAsync(cancellationToken);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = TestEngine.SettingsFor(Path.Combine(_folder, "data"), _mail.Host, _mail.TlsPort, _mail.Certificate).Select(setting => $"--{setting.Key}={setting.Value}");
        var process = await ProgramProcess.StartAsync(
            _folder,
            ["--urls=http://127.0.0.1:0", "--Telemetry:PrometheusUrl=http://127.0.0.1:0", .. settings],
            environment: new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Url,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
            });
        _url = await AddressAfterAsync(process, "The metrics are served at ", cancellationToken);
        _server = new RunningServer(process, await AddressAfterAsync(process, "Now listening on: ", cancellationToken));
    }

    private static async Task<Uri> AddressAfterAsync(ProgramProcess process, string words, CancellationToken cancellationToken)
    {
        var line = await process.WaitForLineAsync(words, cancellationToken);
        return new Uri(line[(line.IndexOf(words, StringComparison.Ordinal) + words.Length)..].Trim());
    }

    private double Sample(string name, string door, string operation, string? error = null) => _metrics.Samples
        .Single(sample => sample.Key.StartsWith(name, StringComparison.Ordinal)
            && sample.Key.Contains($"rpc_system_name=\"{door}\"", StringComparison.Ordinal)
            && sample.Key.Contains($"rpc_method=\"{operation}\"", StringComparison.Ordinal)
            && sample.Key.Contains("error_type", StringComparison.Ordinal) == error is not null
            && sample.Key.Contains(error ?? "", StringComparison.Ordinal))
        .Value;

    [GeneratedRegex("(?<=^\\| `)(services83|rpc_server|db_client_operation)_[a-z0-9_]+(?=`)", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex("^(services83|rpc_server|db_client_operation)_")]
    private static partial Regex Ours();

    [GeneratedRegex("(services83|rpc|db|http|kestrel|dotnet)_[a-z0-9_]+(?=\\{)")]
    private static partial Regex Asked();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A gateway in a separate process, which can be given trusted certificates.</summary>
[Category(Tier.Programs)]
[CancelAfter(60_000)]
internal sealed class GatewayProgramTests : ProgramFixture
{
    private ProgramProcess? _gateway;

    [Test]
    public async Task A_tenant_that_is_trusted_is_talked_to_in_HTTP_2()
    {
        using var certificate = TestCertificate.ForLoopback();
        await using var upstream = await Upstream.StartAsync(Deadline, certificate.Certificate);

        var reply = await CallAsync(upstream, trusted: certificate);

        Assert.That(reply.Error?.Message, Is.Null);
        Assert.That(upstream.Calls.Single().Protocol, Is.EqualTo("HTTP/2"));
    }

    [TestCase("localhost", "its certificate is not trusted: its issuer is not trusted on this machine.", "UntrustedRoot")]
    [TestCase("other.example", "its certificate is for another name.", "RemoteCertificateNameMismatch")]
    public async Task A_certificate_that_does_not_prove_the_host_is_told(string host, string why, string rule)
    {
        using var certificate = host == "localhost" ? TestCertificate.ForLoopback() : TestCertificate.For(host);
        await using var upstream = await Upstream.StartAsync(Deadline, certificate.Certificate);

        var error = (await CallAsync(upstream, trusted: null)).Error!;

        Assert.That((error.ExceptionType, error.Parameters!["reason"]), Is.EqualTo(("Upstream", "Certificate")));
        Assert.That(error.Message, Does.EndWith($"has no valid certificate: {why}").And.Not.Contains(rule));
        await _gateway!.WaitForLineAsync(rule, Deadline);
        Assert.That(upstream.Calls, Is.Empty);
    }

    [Test]
    public async Task Status_tells_which_tenants_answer()
    {
        await using var upstream = await Upstream.StartAsync(Deadline);
        upstream.Instead = (context, _) =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };

        var result = await RunAsync(
            "status", "--Engine=Gateway", $"--Gateway:BaseAddress={upstream.BaseAddress}", "--Gateway:Tenants:Gone=https://gone.invalid/");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ToString(), Does.Match(@"\(default\).*\bok, \d+ ms").And.Match("Gone.*unknown host name"));
        Assert.That((await RunAsync("account", "list", "--Engine=Gateway", $"--Gateway:BaseAddress={upstream.BaseAddress}")).ToString(), Does.Contain("--Engine=Mailbox"));
    }

    [Test]
    public async Task A_sync_that_was_accepted_outlives_a_kill()
    {
        await using var upstream = await Upstream.StartAsync(Deadline);
        var (refused, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isUp = false;
        upstream.Instead = async (context, operation) =>
        {
            // Nothing shows that the tenant has synced meanwhile.
            if (operation is "GetReadySyncEmailAccounts" or "GetEMailAccount")
            {
                return Refuse(context);
            }

            if (operation != "SyncEmailAccounts")
            {
                return false;
            }

            context.Response.StatusCode = isUp ? 204 : 503;
            await context.Response.CompleteAsync();
            (isUp ? done : refused).TrySetResult();
            return true;
        };
        string[] settings = ["--Engine=Gateway", $"--Gateway:BaseAddress={upstream.BaseAddress}"];
        var first = await StartServerAsync(settings);
        using (var http = new HttpClient())
        {
            var reply = await new SoapTestClient(http, new Uri(first.Url, "/Services83/EMail.svc"), "EMail", new()) { Ticket = "8A:token" }
                .CallAsync("SyncEmailAccounts", Deadline, ("SyncUserAccounts", new[] { new SyncUserAccount { AccountId = 90 } }));
            Assert.That(reply.Error?.Message, Is.Null);
        }

        await refused.Task.WaitAsync(Deadline);
        await first.Process.KillAsync();
        isUp = true;
        await StartServerAsync(settings);

        await done.Task.WaitAsync(Deadline);
        Assert.That(upstream.Calls.Where(call => call.Operation == "SyncEmailAccounts").Select(call => call.Authorization), Is.All.EqualTo("Bearer 8A:token"));
    }

    private static bool Refuse(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.StatusCode = 403;
        return true;
    }

    private async Task<SoapReply> CallAsync(Upstream upstream, TestCertificate? trusted)
    {
        const string Listening = "Now listening on: ";
        var file = Path.Combine(Folder, "trusted.pem");
        await File.WriteAllTextAsync(file, trusted?.CertificatePem ?? "", Deadline);
        _gateway = await StartAsync(
            ["--urls", "http://127.0.0.1:0", "--Engine=Gateway", $"--Gateway:BaseAddress={upstream.BaseAddress}"],
            environment: new Dictionary<string, string> { ["SSL_CERT_FILE"] = file });
        var line = await _gateway.WaitForLineAsync(Listening, Deadline);
        var url = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
        using var http = new HttpClient();
        return await new SoapTestClient(http, new Uri(url, "/Services83/EMail.svc"), "EMail", new()) { Ticket = "8A:token" }
            .CallAsync("GetCurrentAccountId", Deadline);
    }
}

using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

/// <summary>Every mistake of an operator ends in an exit code and one line that says what to do.</summary>
[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class BadInputTests : ProgramFixture
{
    [TestCase("nonsense", "'nonsense'")]
    [TestCase("user", "command")]
    [TestCase("user list --bogus", "'--bogus'")]
    [TestCase("user add", "'add'")]
    [TestCase("account remove seven", "'seven'")]
    [TestCase("status --Sync:MaxConcurrentAccounts=0", "Sync:MaxConcurrentAccounts")]
    [TestCase("status --Mail:PinnedCertificates:mail.example.com=12:34", "Mail:PinnedCertificates:mail.example.com")]
    [TestCase("status --Storage:DataFolder=/proc/none", "'/proc/none/keys'")]
    public async Task What_is_wrong_is_named_in_one_line(string arguments, string named)
    {
        var result = await RunAsync(arguments.Split(' '));

        AssertOneLine(result, named);
    }

    [TestCase("--Identity:Deployment=Nowhere", "Identity:Deployment must be OnSite or Online, not 'Nowhere'.")]
    [TestCase("--Sync:MaxConcurentAccounts=5", "There is no setting Sync:MaxConcurentAccounts.")]
    [TestCase("--Storage:DataFolder=/proc/none", "'/proc/none'")]
    [TestCase("--urls nonsense", "nonsense")]
    [TestCase("--urls http://192.0.2.1:8083", "http://192.0.2.1:8083")]
    [TestCase("--PathBase=here --urls=http://127.0.0.1:0", "PathBase")]
    public async Task What_keeps_the_server_from_starting_is_named_in_one_line(string arguments, string named)
    {
        var result = await RunProcessAsync(arguments.Split(' '));

        AssertOneLine(result, named);
    }

    [Test]
    public async Task Help_is_an_answer_not_an_error()
    {
        var result = await RunAsync("--help");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0, "")));
        foreach (var command in new[] { "serve", "demo", "user", "token", "account", "sync", "status", "wsdl" })
        {
            Assert.That(result.Output, Does.Contain($"\n  {command} "), command);
        }
    }

    [Test]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        AssertOneLine(await RunProcessAsync("--urls", url), url);
    }

    [Test]
    public async Task A_second_server_on_the_same_data_folder_is_refused_and_the_first_goes_on()
    {
        var first = await StartServerAsync();
        var second = await RunProcessAsync("--urls", "http://127.0.0.1:0");

        AssertOneLine(second, $"Another process serves the data folder '{DataFolder}' already.");
        using var health = await first.GetAsync("/health/ready", Deadline);
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        Directory.CreateDirectory(DataFolder);
        var file = Path.Combine(DataFolder, "email.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("My letters to Santa Claus. ", 1000)), Deadline);
        var before = await File.ReadAllBytesAsync(file, Deadline);
        var result = await RunAsync("--urls", "http://127.0.0.1:0");

        AssertOneLine(result, $"'{file}' is not an SQLite database");
        Assert.That(await File.ReadAllBytesAsync(file, Deadline), Is.EqualTo(before));
    }

    [Test]
    public async Task A_damaged_database_is_named()
    {
        await AddUserAsync("anna");
        var file = Path.Combine(DataFolder, "email.db");
        var bytes = await File.ReadAllBytesAsync(file, Deadline);
        // All pages but the first, which marks the file as a database.
        Array.Fill(bytes, (byte)0x5A, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(file, bytes, Deadline);
        var result = await RunAsync("user", "list");

        AssertOneLine(result, $"'{file}' is damaged");
    }

    [Test]
    public async Task The_database_of_a_newer_program_is_left_alone()
    {
        await AddUserAsync("anna");
        using (var database = OpenDatabase())
        {
            await database.ExecuteAsync(
                "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (999, 'later', 'x', 0)", new { }, Deadline);
        }

        AssertOneLine(await RunAsync("--urls", "http://127.0.0.1:0"), "newer program");
    }

    [Test]
    public async Task A_system_variable_that_looks_like_a_section_is_none_of_ours()
    {
        var variables = new Dictionary<string, string> { ["MAIL"] = "/var/mail/root", ["STORAGE"] = "big" };
        var result = await (await StartAsync(["status"], environment: variables)).WaitForExitAsync(Deadline);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    private static void AssertOneLine(ProgramResult result, string named)
    {
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")), result.ToString());
        Assert.That(result.Error, Does.Contain(named).And.Not.Contain("\n"));
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(120_000)]
public sealed partial class MigrateDataCommandTests : ProgramFixture
{
    private readonly string _database = $"t{Guid.NewGuid():N}"[..31];

    private string _connectionString = "";

    private SandboxImapServer _mail = null!;

    private Dictionary<string, string> Target => new() { ["Storage__ConnectionString"] = _connectionString };

    private Dictionary<string, string> OnPostgreSql => new(Target) { ["Storage__Provider"] = "PostgreSql" };

    [SetUp]
    public void CreateTarget()
    {
        TestStorage.RequireSqlite("The data begins in SQLite.");
        _connectionString = PostgreSqlServer.ConnectionStringFor(_database, migrated: false);
    }

    [TearDown]
    public void DropTarget()
    {
        if (_connectionString.Length > 0)
        {
            PostgreSqlServer.Drop(_database);
        }
    }

    [Test]
    public async Task The_server_on_PostgreSQL_answers_as_the_one_on_SQLite_did()
    {
        var before = await SyncOnSqliteAsync();

        var moved = await MigrateAsync();

        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        Assert.That(moved.Output, Does.Contain("Moved content: 3 of 3 rows").And.Contain("Compared content: 3 of 3 rows"));
        Assert.That(moved.Rows.Select(row => row[0]), Does.Contain("account").And.Contain("content_body"));
        Assert.That(moved.Output + moved.Error, Does.Not.Contain("Password=").And.Not.Contain(new Npgsql.NpgsqlConnectionStringBuilder(_connectionString).Password));
        // The folder is another one, so that nothing can come from it.
        var server = await StartServerAsync(OnPostgreSql, [.. SettingsFor(_mail), $"--Storage:DataFolder={Path.Combine(Folder, "empty")}"]);
        Assert.That(await AskAsync(server), Is.EqualTo(before));
        Assert.That(await CallAsync(server, "GetNewMail", new { }), Is.EqualTo("[]"), "returned before");
        // Logs in at the mail server with the stored password.
        Assert.That(await CallAsync(server, "CacheFolderList", new { }), Does.Contain("INBOX"));
    }

    /// <summary>The memory that the program may use is less than the message.</summary>
    [Test]
    public async Task A_large_message_is_not_held_in_memory()
    {
        await AddUserAsync("anna");
        await using (var source = new SqliteConnection($"Data Source={Path.Combine(DataFolder, "email.db")};Pooling=False"))
        {
            await source.ExecuteAsync(
                """
                INSERT INTO content (content_id, hash, size, complete, subject, from_name, from_address, recipients, priority) VALUES (1, x'00', 0, 1, '', '', '', '', 0);
                INSERT INTO content_body (content_id, raw) VALUES (1, zeroblob(150000000));
                """);
        }

        var limited = new Dictionary<string, string>(Target) { ["DOTNET_GCHeapHardLimit"] = "6000000" };
        var moved = await (await StartAsync(["migrate-data"], environment: limited)).WaitForExitAsync(Deadline);

        Assert.That(moved.ExitCode, Is.Zero, moved.ToString());
        Assert.That(moved.Output, Does.Contain("Compared content_body: 1 of 1 rows, 150,000,000 bytes"));
    }

    [Test]
    public async Task While_a_server_uses_the_folder_nothing_is_moved()
    {
        await StartServerAsync();

        var result = await MigrateAsync();

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.StartWith($"A server uses the data folder '{DataFolder}'."));
    }

    [Test]
    public async Task What_is_missing_is_named()
    {
        var noSource = await MigrateAsync();
        await AddUserAsync("anna");
        var noTarget = await RunAsync("migrate-data");
        var secret = await RunAsync("migrate-data", "--to", "Host=db;Database=email;Username=email;Password=very-secret");
        var unreadable = await RunAsync("migrate-data", "--to", "very-secret");

        Assert.That((noSource.ExitCode, noTarget.ExitCode, secret.ExitCode, unreadable.ExitCode), Is.EqualTo((1, 1, 1, 1)));
        Assert.That(noSource.Error, Does.StartWith("There is no SQLite database"));
        Assert.That(noTarget.Error, Does.StartWith("Name the PostgreSQL database").And.Contain("Storage__ConnectionString"));
        Assert.That(secret.Error, Does.Contain("Storage__ConnectionString").And.Not.Contain("very-secret"));
        Assert.That(unreadable.Error, Does.Contain("cannot be read").And.Not.Contain("very-secret"));
    }

    private async Task<ProgramResult> MigrateAsync() => await (await StartAsync(["migrate-data"], environment: Target)).WaitForExitAsync(Deadline);

    private async Task<string> SyncOnSqliteAsync()
    {
        _mail = await StartMailServerAsync(Mailbox("anna", messages: 2));
        await AddUserAsync("anna", "--admin");
        await ImportAsync(_mail, "anna", [.. _mail.Options.Accounts]);
        await MustRunAsync("", ["sync", .. SettingsFor(_mail)]);
        var server = await StartServerAsync(SettingsFor(_mail));
        var answers = await AskAsync(server);
        Assert.That(answers, Does.Contain("anna@test.example").And.Contain("Subject"));
        Assert.That(await CallAsync(server, "GetNewMail", new { }), Does.Contain("Subject"));
        server.Process.Terminate();
        await server.Process.WaitForExitAsync(Deadline);
        return answers;
    }

    /// <summary>What a client reads: its account, but for the time of the last sync, and its messages.</summary>
    private static async Task<string> AskAsync(RunningServer server) =>
        LastFetch().Replace(await CallAsync(server, "GetCurrentAccount", new { }), "") + '\n' + string.Join('\n', await Task.WhenAll(Enumerable.Range(1, 3).Select(id => CallAsync(server, "GetEMail", new { Id = id, IncludeAttachments = true }))));

    private static async Task<string> CallAsync(RunningServer server, string operation, object parameters)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, $"/api/v1/Agents/EMail/{operation}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anna:{Password}")));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new StringContent(JsonSerializer.Serialize(parameters), Encoding.UTF8, "application/json");
        using var reply = await http.SendAsync(request, Deadline);
        var text = await reply.Content.ReadAsStringAsync(Deadline);
        Assert.That(reply.IsSuccessStatusCode, Is.True, $"{operation}: {text}");
        return text;
    }

    [GeneratedRegex("\"LastFetch\":\"[^\"]*\",")]
    private static partial Regex LastFetch();
}

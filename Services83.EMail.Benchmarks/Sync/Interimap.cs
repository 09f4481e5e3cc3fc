using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>interimap with its defaults. It keeps two servers alike, so the other one is a Dovecot of its own, whose work is not counted.</summary>
internal sealed class Interimap : IAsyncDisposable
{
    private const string Program = "/usr/bin/interimap";

    private readonly string _folder = Directory.CreateTempSubdirectory("interimap-benchmark-").FullName;
    private readonly DovecotServer _near;

    private Interimap(DovecotServer near) => _near = near;

    private string Configuration => Path.Combine(_folder, "config");

    public static async Task<Interimap> CreateAsync(DovecotServer server, string user)
    {
        Requires.Program(Program, "apt-get install interimap");
        var interimap = new Interimap(await DovecotServer.StartAsync(new DovecotOptions { Users = 1 }));
        var certificate = Path.Combine(interimap._folder, "server.pem");
        await File.WriteAllTextAsync(certificate, server.Certificate.CertificatePem);
        await File.WriteAllTextAsync(interimap.Configuration, $"""
            database = {interimap._folder}/state.db

            [local]
            type = imap
            host = {interimap._near.Host}
            port = {interimap._near.ImapPort}
            username = {user}
            password = {DovecotServer.Password(user)}
            STARTTLS = NO

            [remote]
            type = imaps
            host = localhost
            port = {server.ImapsPort}
            username = {user}
            password = {DovecotServer.Password(user)}
            SSL_CAfile = {certificate}

            """);
        return interimap;
    }

    public Task<Measurement> SyncAsync() => Measurement.OfProgramAsync(Program, $"--config={Configuration}", "--quiet");

    public async ValueTask DisposeAsync()
    {
        await _near.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>isync's mbsync with its defaults, pulling everything into a Maildir of its own.</summary>
internal sealed class Mbsync : IDisposable
{
    private const string Program = "/usr/bin/mbsync";

    private readonly string _folder = Directory.CreateTempSubdirectory("mbsync-benchmark-").FullName;

    private string Configuration => Path.Combine(_folder, "mbsyncrc");

    public static async Task<Mbsync> CreateAsync(DovecotServer server, string user)
    {
        Requires.Program(Program, "apt-get install isync");
        var mbsync = new Mbsync();
        var certificate = Path.Combine(mbsync._folder, "server.pem");
        await File.WriteAllTextAsync(certificate, server.Certificate.CertificatePem);
        Directory.CreateDirectory(Path.Combine(mbsync._folder, "mail"));
        // By its name, as mbsync does not look for addresses in a certificate.
        await File.WriteAllTextAsync(mbsync.Configuration, $"""
            IMAPAccount server
            Host localhost
            Port {server.ImapsPort}
            User {user}
            Pass {DovecotServer.Password(user)}
            SSLType IMAPS
            CertificateFile {certificate}

            IMAPStore far
            Account server

            MaildirStore near
            Path {mbsync._folder}/mail/
            Inbox {mbsync._folder}/mail/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Near
            Sync Pull
            SyncState *

            """);
        return mbsync;
    }

    public Task<Measurement> SyncAsync() => Measurement.OfProgramAsync(Program, "-c", Configuration, "-q", "all");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

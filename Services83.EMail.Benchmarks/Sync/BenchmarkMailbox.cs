using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>Puts the messages to be synced onto the server.</summary>
internal static class BenchmarkMailbox
{
    /// <summary>The bytes of all messages.</summary>
    public static long OctetsOf(DovecotServer server, string user) => new DirectoryInfo(server.MaildirOf(user))
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Directory!.Name is "cur" or "new").Sum(file => file.Length);

    /// <summary>A ready Maildir, else the one that the generator beside the repository makes, else messages of our own.</summary>
    public static async Task FillAsync(DovecotServer server, string user, string? maildir, int? messages, int? small)
    {
        if (maildir is not null)
        {
            await server.PutMaildirAsync(user, maildir, CancellationToken.None);
        }
        else if ((messages ?? small) is null && Generator() is { } generator)
        {
            await LocalProgram.RunAsync(
                "python3", [generator, "--size", "medium", "--seed", "1", "--maildir", server.MaildirOf(user), "--manifest", "/dev/null"], CancellationToken.None);
            await server.MakeMaildirsAsync([user], CancellationToken.None);
        }
        else
        {
            await server.MakeMaildirsAsync([user], CancellationToken.None);
            Arrive(server, user, messages ?? small ?? 2000, withLarge: small is null);
        }
    }

    /// <summary>Changes a part of the inbox: 50 messages go, 100 get a flag or lose it, 100 come.</summary>
    /// <param name="time">How often it has been changed before.</param>
    public static async Task ChangeAsync(DovecotServer server, string user, int time)
    {
        const int Flagged = 100;
        const int Gone = 50;
        const int FirstNew = 1_000_000;
        await using var client = await server.LogInAsync(user, CancellationToken.None);
        await client.SelectAsync("INBOX", null, CancellationToken.None);
        var all = await client.UidSearchAsync(ImapSearch.All, CancellationToken.None);
        var gone = UidSet.Of(all.Take(Gone));
        await client.UidStoreAsync(gone, StoreMode.Add, ["\\Deleted"], null, CancellationToken.None);
        await client.UidExpungeAsync(gone, CancellationToken.None);
        await client.UidStoreAsync(
            UidSet.Of(all.Skip(Gone).Take(Flagged)), time % 2 == 0 ? StoreMode.Add : StoreMode.Remove, ["\\Flagged"], null, CancellationToken.None);
        for (var number = 0; number < Flagged; number++)
        {
            await client.AppendAsync("INBOX", new MemoryStream(GeneratedMail.Message(FirstNew + (time * Flagged) + number)), [], null, CancellationToken.None);
        }
    }

    private static void Arrive(DovecotServer server, string user, int count, bool withLarge)
    {
        for (var number = 0; number < count; number++)
        {
            server.Arrive(user, withLarge && number % 20 == 0 ? GeneratedMail.Large(number, 800_000) : GeneratedMail.Message(number));
        }
    }

    private static string? Generator()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "mail", "make-mailbox.py");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}

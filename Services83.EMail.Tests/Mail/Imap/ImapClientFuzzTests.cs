using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>A whole session with a server that sends garbage: the only exception is an ImapException, and it comes soon.</summary>
[CancelAfter(60_000)]
public sealed class ImapClientFuzzTests
{
    private const int Mutants = 6_000;

    private static readonly string[] Tokens =
        ["(", ")", "\"", "\\", "{5}\r\n", "{0}\r\n", "~{", "\r\n", "\n", "*", "0", "4294967296", "99999999999999999999", "NIL", "A9 OK\r\n", "* ", "+ ", "\0", "\u00ff", "[", "]", ":", ","];

    [Test]
    public async Task The_unharmed_session_succeeds(CancellationToken cancellationToken) =>
        Assert.That(await RunSessionAsync(Transcripts.Session, cancellationToken), Is.Null);

    [Test]
    public async Task Garbage_from_the_server_ends_in_an_imap_exception_at_worst([Values(1, 2)] int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var failed = 0;
        for (var i = 0; i < Mutants; i++)
        {
            var mutant = Mutate(Transcripts.Session, random);
            if (await RunSessionAsync(mutant, cancellationToken) is not null)
            {
                failed++;
            }
        }
        // Most mutants break something; if few did, the mutation or the checking would be broken.
        Assert.That(failed, Is.GreaterThan(Mutants / 4));
    }

    private static async Task<ImapException?> RunSessionAsync(byte[] fromServer, CancellationToken cancellationToken)
    {
        var options = ResponseText.Options with
        {
            Security = LineSecurity.None,
            AllowCleartextLogin = true,
            ConnectCallback = (_, _) => new ValueTask<Stream>(new ChunkedStream(fromServer, _ => int.MaxValue)),
        };
        try
        {
            await using var client = await ImapClient.ConnectAsync(options, cancellationToken);
            await UseAsync(client, cancellationToken);
            return null;
        }
        catch (ImapException exception)
        {
            return exception;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("does not offer", StringComparison.Ordinal) || exception.Message.Contains("enabled", StringComparison.Ordinal))
        {
            // The mutation changed a capability, and the client rightly refuses to continue without it.
            return new ImapProtocolException(exception.Message);
        }
    }

    private static async Task UseAsync(ImapClient client, CancellationToken cancellationToken)
    {
        await client.AuthenticateAsync(MailCredentials.Password("user", "secret-password"), cancellationToken);
        await client.EnableAsync(["QRESYNC"], cancellationToken);
        await client.ListAsync(cancellationToken);
        await client.SelectAsync("INBOX", new QresyncParameters(7, 90), cancellationToken);
        await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Flags | FetchItems.Body, null, cancellationToken))
        {
            message.Dispose();
        }

        await client.UidSearchAsync(ImapSearch.All, cancellationToken);
        await client.UidStoreAsync(UidSet.Of(3u, 8u), StoreMode.Add, [ImapFlags.Seen], 98, cancellationToken);
        await client.UidMoveAsync(UidSet.Of(3u, 8u), "Archive", cancellationToken);
        await client.LogoutAsync(cancellationToken);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var mutant = new List<byte>(original);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(mutant.Count);
            switch (random.Next(5))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant.RemoveRange(at, Math.Min(random.Next(1, 30), mutant.Count - at));
                    break;
                case 2:
                    mutant.InsertRange(at, System.Text.Encoding.Latin1.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    mutant.InsertRange(at, mutant.GetRange(at, Math.Min(random.Next(1, 200), mutant.Count - at)));
                    break;
                default:
                    mutant.RemoveRange(at, mutant.Count - at);
                    mutant.Add((byte)'\n');
                    break;
            }
        }
        return [.. mutant];
    }
}

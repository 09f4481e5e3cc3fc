using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Support;

/// <summary>Shorthands that tests use to prepare and check mailboxes.</summary>
public static class ImapClientExtensions
{
    /// <summary>A client that is connected and logged in.</summary>
    public static async Task<ImapClient> LogInAsync(
        this ImapConnectionOptions options, string user, string password, CancellationToken cancellationToken)
    {
        var client = await ImapClient.ConnectAsync(options, cancellationToken);
        try
        {
            await client.AuthenticateAsync(MailCredentials.Password(user, password), cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public static Task<AppendedUid?> AppendMessageAsync(
        this ImapClient client, string mailbox, byte[] message, CancellationToken cancellationToken, DateTimeOffset? received = null, params string[] flags) =>
        client.AppendAsync(mailbox, new MemoryStream(message), flags, received, cancellationToken);

    /// <summary>All answers, undisposed; their bodies should be small enough to be in memory.</summary>
    public static async Task<List<FetchResponse>> ToListAsync(
        this ImapClient client, UidSet uids, FetchItems items, CancellationToken cancellationToken, ulong? changedSince = null)
    {
        var all = new List<FetchResponse>();
        await foreach (var message in client.UidFetchAsync(uids, items, changedSince, cancellationToken))
        {
            all.Add(message);
        }

        return all;
    }

    public static async Task<FetchResponse> SingleAsync(
        this ImapClient client, UidSet uids, FetchItems items, CancellationToken cancellationToken) =>
        (await client.ToListAsync(uids, items, cancellationToken)).Single();
}

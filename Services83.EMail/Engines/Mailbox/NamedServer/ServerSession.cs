using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>A connection for one call, the caller's folder, and errors that name the server and the folder.</summary>
internal sealed class ServerSession(ImapClient client, string host, string folder, CancellationToken cancellation)
{
    private const string Inbox = "INBOX";

    public ImapClient Client => client;

    /// <summary>Name of the folder in the connection info; INBOX if it is empty.</summary>
    public string Folder => folder;

    public string Host => host;

    public CancellationToken Cancellation => cancellation;

    /// <summary>UIDVALIDITY of the caller's folder; 0 until it is open.</summary>
    public uint Validity { get; private set; }

    public static bool IsSame(string name, string other) => Canonical(name) == Canonical(other);

    /// <summary>The same for all spellings of a name: only INBOX may be written in any letter case (RFC 3501, 5.1).</summary>
    public static string Canonical(string name) => IsInbox(name) ? Inbox : name;

    public static bool IsInbox(string name) => name.Equals(Inbox, StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens the caller's folder.</summary>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public async Task<SelectedMailbox> OpenAsync(bool toChange)
    {
        var opened = await AboutAsync("Folder", folder, () => toChange
            ? client.SelectAsync(folder, known: null, cancellation)
            : client.ExamineAsync(folder, known: null, cancellation));
        Validity = opened.UidValidity;
        return opened;
    }

    /// <summary>Runs a command about a folder that must exist.</summary>
    /// <param name="argument">The operation's argument with the folder's name.</param>
    /// <param name="name">The folder.</param>
    /// <param name="command">What to do.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    /// <exception cref="MailServerException">The server refuses for another reason.</exception>
    public async Task<T> AboutAsync<T>(string argument, string name, Func<Task<T>> command)
    {
        try
        {
            return await command();
        }
        catch (ImapCommandException exception)
        {
            if (exception.ResponseCode is "NONEXISTENT" or "TRYCREATE" || !await IsListedAsync(name))
            {
                throw new EntityNotFoundException($"Mail server {host} has no folder '{name}': {exception.ServerText}", argument, name);
            }

            throw Refused(argument, name, exception);
        }
    }

    /// <summary>Runs a command that creates or removes a folder, or changes its properties.</summary>
    /// <exception cref="InvalidArgumentException">The server cannot do that with this name.</exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    /// <exception cref="MailServerException">The server refuses for another reason.</exception>
    public async Task ChangeAsync(string argument, string name, Func<Task> command)
    {
        try
        {
            await command();
        }
        catch (ImapCommandException exception)
        {
            throw exception.ResponseCode switch
            {
                "NONEXISTENT" => new EntityNotFoundException(
                    $"Mail server {host} has no folder '{name}': {exception.ServerText}", argument, name),
                "ALREADYEXISTS" or "CANNOT" => new InvalidArgumentException(
                    argument, $"Mail server {host}, folder '{name}': {exception.ServerText}"),
                _ => Refused(argument, name, exception),
            };
        }
    }

    private MailServerException Refused(string argument, string name, ImapCommandException refusal)
    {
        var error = new MailServerException(host, $"Mail server {host}, folder '{name}': {refusal.Message}", refusal.IsTransient, refusal);
        error.Parameters[argument] = name;
        return error;
    }

    /// <summary>Old servers say NO without a code.</summary>
    private async Task<bool> IsListedAsync(string name) =>
        (await client.ListAsync(_ => false, cancellation)).Any(mailbox => IsSame(mailbox.Name, name));
}

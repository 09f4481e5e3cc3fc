using System.Text.Json;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>The folder for a copy on a server that a caller named. Holds a password or token.</summary>
internal sealed class CopyTarget
{
    private readonly Stored _stored;

    private CopyTarget(Stored stored) => _stored = stored;

    /// <summary>Empty for the server's own folder for sent mail.</summary>
    public string Folder => _stored.Folder;

    public string Host => _stored.Host;

    /// <exception cref="InvalidArgumentException">The text cannot be the name of a folder on any server.</exception>
    public static CopyTarget Of(ServerLogin login, string? folder) => new(new Stored(
        login.Endpoint.Host, login.Endpoint.Port, login.Endpoint.Security, login.Cleartext, login.UserName, login.Password.Reveal(), login.UsesToken,
        string.IsNullOrEmpty(folder) ? "" : ServerLoginReader.FolderOf(folder, "SentItemsConnectionInfo.Folder")));

    public static CopyTarget Parse(string text) => new(JsonSerializer.Deserialize<Stored>(text)!);

    public Secret ToSecret() => new(JsonSerializer.Serialize(_stored));

    public ServerLogin ToLogin() =>
        new(new MailEndpoint(_stored.Host, _stored.Port, _stored.Security), _stored.UserName, new Secret(_stored.Password))
        {
            Cleartext = _stored.Cleartext,
            UsesToken = _stored.UsesToken,
        };

    private sealed record Stored(string Host, int Port, MailSecurity Security, bool Cleartext, string UserName, string Password, bool UsesToken, string Folder);
}

using Services83.EMail.Engines.Mailbox.Accounts;

namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailAccount> CreateDefaultEMailAccountAsync() => accounts.CreateDefaultAsync();

    public Task<EMailAddress> CreateDefaultEMailAddressAsync() => Task.FromResult(EMailDefaults.Address());

    public Task<EMailAttachment> CreateDefaultEMailAttachmentAsync() => Task.FromResult(EMailDefaults.Attachment());

    public Task<EMailConnectionInfo> CreateDefaultEMailConnectionInfoAsync() => Task.FromResult(EMailDefaults.ConnectionInfo());

    public Task<EMailConnectionInfoExtended> CreateDefaultEMailConnectionInfoExtendedAsync() =>
        Task.FromResult(EMailDefaults.ConnectionInfoExtended());

    public Task<EMailCustomHeader> CreateDefaultEMailCustomHeaderAsync() => Task.FromResult(EMailDefaults.CustomHeader());

    public Task<EMailEntity> CreateDefaultEMailEntityAsync() => Task.FromResult(EMailDefaults.Entity());

    public Task<EMailEnvelope> CreateDefaultEMailEnvelopeAsync() => Task.FromResult(EMailDefaults.Envelope());

    public Task<EMailFolder> CreateDefaultEMailFolderAsync() => Task.FromResult(EMailDefaults.Folder());

    public Task<EMailSOInfo> CreateDefaultEMailSOInfoAsync() => Task.FromResult(EMailDefaults.SOInfo());
}

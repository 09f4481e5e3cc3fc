using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Defaults;

/// <summary>Carriers to fill in.</summary>
internal sealed class DefaultService(CallContext call, AssociateStore associates) : IDefaultOperations
{
    /// <summary>With the data of the caller.</summary>
    public async Task<EMailAccount> CreateDefaultEMailAccountAsync()
    {
        var caller = call.RequireCaller();
        var associate = await associates.FindByIdAsync(caller.AssociateId, call.Aborted);
        return EMailDefaults.Account(caller.AssociateId, associate?.EmailAddress ?? "");
    }

    public Task<EMailAddress> CreateDefaultEMailAddressAsync() => Task.FromResult(EMailDefaults.Address());

    public Task<EMailAttachment> CreateDefaultEMailAttachmentAsync() => Task.FromResult(EMailDefaults.Attachment());

    public Task<EMailConnectionInfo> CreateDefaultEMailConnectionInfoAsync() => Task.FromResult(EMailDefaults.ConnectionInfo());

    public Task<EMailConnectionInfoExtended> CreateDefaultEMailConnectionInfoExtendedAsync() => Task.FromResult(EMailDefaults.ConnectionInfoExtended());

    public Task<EMailCustomHeader> CreateDefaultEMailCustomHeaderAsync() => Task.FromResult(EMailDefaults.CustomHeader());

    public Task<EMailEntity> CreateDefaultEMailEntityAsync() => Task.FromResult(EMailDefaults.Entity());

    public Task<EMailEnvelope> CreateDefaultEMailEnvelopeAsync() => Task.FromResult(EMailDefaults.Envelope());

    public Task<EMailFolder> CreateDefaultEMailFolderAsync() => Task.FromResult(EMailDefaults.Folder());

    public Task<EMailSOInfo> CreateDefaultEMailSOInfoAsync() => Task.FromResult(EMailDefaults.SOInfo());
}

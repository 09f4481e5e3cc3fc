namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailEntity> SaveAsync(EMailEntity? email) => drafts.SaveAsync(email);

    public Task<EMailEntity> SaveDraftAsync(EMailEntity? entity) => drafts.SaveDraftAsync(entity);

    public Task<EMailEntity> SaveToMailServerAsync(EMailEntity? email) => drafts.SaveToMailServerAsync(email);
}

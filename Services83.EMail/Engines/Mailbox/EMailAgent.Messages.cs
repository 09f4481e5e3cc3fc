namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailEntity> GetEMailAsync(int id, bool includeAttachments) => messages.GetAsync(id, includeAttachments);

    public Task<EMailEntity?> GetMailFromMessageIdAsync(string? messageId) => messages.FindByMessageIdAsync(messageId);

    public Task<EMailEntity?> GetMailFromInReplyToAsync(string? messageId) => messages.FindAnswerAsync(messageId);

    public Task<EMailAttachment> GetAttachmentFromIdAsync(int mailItemId, string? attachmentId) =>
        messages.GetAttachmentAsync(mailItemId, attachmentId);

    public Task<EMailEntity> CreateEMailFromMimeMessageAsync(string? mimeMessage) => messages.FromMimeAsync(mimeMessage);
}

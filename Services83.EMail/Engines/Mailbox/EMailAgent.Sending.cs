namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailEntity[]> SendAsync(EMailEntity[]? emails) => sending.SendAsync(emails);

    public Task<EMailEntity> CreateForwardEmailAsync(EMailEntity? email) => forwards.CreateAsync(email);

    public Task<string> SendAndSaveEmailToTmpDocumentAsync(EMailEntity? email, bool stripAttachments) =>
        sending.SendAndKeepAsync(email, stripAttachments);

    public Task<EMailEntity[]> SendEMailsAsync(
        EMailConnectionInfo? outgoingConnectionInfo, EMailEntity[]? emails, EMailConnectionInfo? sentItemsConnectionInfo) =>
        namedSending.SendAsync(outgoingConnectionInfo, emails, sentItemsConnectionInfo);

    public Task RelayMessageAsync(
        EMailConnectionInfoExtended? connectionInfoExtended, string? rfc822, string? from, string[]? recipients) =>
        namedSending.RelayAsync(connectionInfoExtended, rfc822, from, recipients);

    public Task<bool> AuthenticateOutgoingAsync(EMailConnectionInfo? connectionInfo) => namedSending.AuthenticateAsync(connectionInfo);
}

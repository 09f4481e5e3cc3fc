namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailFolder[]> CacheFolderListAsync() => folders.CacheListAsync();

    public Task<EMailEnvelope[]> GetNewMailAsync(int[]? folderIds) => folders.TakeNewAsync(folderIds);

    public Task<bool> HasNewMailAsync(int mailItemId, int folderId) => folders.HasNewerAsync(mailItemId, folderId);

    public Task<string> RefreshFolderForAssociateAsync(string[]? names) => folders.RefreshAsync(names);
}

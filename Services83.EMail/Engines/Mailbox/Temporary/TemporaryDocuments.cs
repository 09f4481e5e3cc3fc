using Microsoft.Extensions.Options;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Temporary;

/// <summary>Messages that the caller is about to archive, under names that only the caller can use.</summary>
internal sealed class TemporaryDocuments(CallContext call, TemporaryDocumentStore store, IOptions<DocumentOptions> options)
{
    /// <summary>Keeps a message for some time.</summary>
    /// <param name="raw">The whole message.</param>
    /// <returns>Its name, for <see cref="IDocumentOperations.GetEMailFromTempAsync"/>.</returns>
    /// <exception cref="ThrottledException">The caller has too many temporary documents.</exception>
    public async Task<string> AddAsync(ReadOnlyMemory<byte> raw)
    {
        var (life, most) = (TimeSpan.FromHours(options.Value.TemporaryHours), options.Value.MaxTemporary);
        return await store.AddAsync(call.RequireCaller().AssociateId, ContentReader.Whole(raw), life, most, call.Aborted)
            ?? throw new ThrottledException($"You have {most} temporary documents. They are deleted after {options.Value.TemporaryHours} hours.");
    }

    /// <summary>Reads a message back.</summary>
    /// <exception cref="InvalidArgumentException">The text is not the name of a temporary document.</exception>
    /// <exception cref="EntityNotFoundException">The caller has no document with that name, or it has expired.</exception>
    public async Task<byte[]> ReadAsync(string? fileName)
    {
        var caller = call.RequireCaller();
        if (!TemporaryDocumentStore.IsName(fileName))
        {
            throw new InvalidArgumentException("FileName", "This is not a name that SaveEmailToTmpDocument returns.");
        }

        return await store.FindAsync(fileName!, caller.AssociateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no temporary document {fileName}; it may have expired.", "FileName", fileName!);
    }
}

using Microsoft.Extensions.Options;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Temporary;

/// <summary>Messages that the caller wants to archive in a moment, under names that are good for the caller alone.</summary>
internal sealed class TemporaryDocuments(CallContext call, TemporaryDocumentStore store, IOptions<DocumentOptions> options)
{
    /// <summary>Keeps a message for a while.</summary>
    /// <param name="raw">The whole message.</param>
    /// <returns>Its name, which <see cref="IDocumentOperations.GetEMailFromTempAsync"/> takes.</returns>
    /// <exception cref="ThrottledException">The caller has too many of them.</exception>
    public async Task<string> AddAsync(ReadOnlyMemory<byte> raw)
    {
        var (life, most) = (TimeSpan.FromHours(options.Value.TemporaryHours), options.Value.MaxTemporary);
        return await store.AddAsync(call.RequireCaller().AssociateId, ContentReader.Whole(raw), life, most, call.Aborted)
            ?? throw new ThrottledException($"You have {most} temporary documents. They go away after {options.Value.TemporaryHours} hours.");
    }

    /// <summary>Reads a message back.</summary>
    /// <exception cref="InvalidArgumentException">The text is no name of a temporary document.</exception>
    /// <exception cref="EntityNotFoundException">There is none of that name that the caller made, or its time is over.</exception>
    public async Task<byte[]> ReadAsync(string? fileName)
    {
        var caller = call.RequireCaller();
        if (!TemporaryDocumentStore.IsName(fileName))
        {
            throw new InvalidArgumentException("FileName", "This is not a name that SaveEmailToTmpDocument gives.");
        }

        return await store.FindAsync(fileName!, caller.AssociateId, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no temporary document {fileName}; it may have been cleared away.", "FileName", fileName!);
    }
}

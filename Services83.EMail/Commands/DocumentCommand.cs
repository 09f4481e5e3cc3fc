using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Commands;

/// <summary><c>document add|list|show|delete</c>: the archive of messages.</summary>
internal static class DocumentCommand
{
    private static readonly Listing<StoredDocument> Documents = new(
        new("documentId", "Id", document => document.DocumentId),
        new("title", "Title", document => document.Title),
        new("associate", "Associate", document => document.LoginName),
        new("shared", "Shared", document => document.Shared),
        new("bytes", "Bytes", document => document.Size),
        new("archivedAt", "Archived (UTC)", document => document.CreatedAt));

    public static Command Create(string[] settings) => new("document", "The archive: messages that are kept even if they are deleted on the mail server.")
    {
        DocumentAdd.Create(settings), List(settings), DocumentShow.Create(settings), Delete(settings),
    };

    /// <exception cref="CommandException">There is no such document.</exception>
    public static CommandException NotThere(int documentId) => new($"There is no document {documentId}.");

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the documents.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Documents, await services.GetRequiredService<DocumentStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Delete(string[] settings)
    {
        var id = new Argument<int>("document") { Description = "Document id" };
        var command = new Command("delete", "Delete a document. Its id is not used again.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var documentId = parsed.GetRequiredValue(id);
                if (!await services.GetRequiredService<DocumentStore>().DeleteAsync(documentId, cancellationToken))
                {
                    throw NotThere(documentId);
                }

                await Answer.WriteAsync(parsed, $"Document {documentId} is deleted.", new { documentId });
            },
            cancellationToken));
        return command;
    }
}

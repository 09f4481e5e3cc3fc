using System.CommandLine;
using Services83.EMail.Storage.Documents;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>document add|list|show|delete</c>: the archive of messages.</summary>
internal static class DocumentCommand
{
    public static Command Create(string[] settings) => new("document", "The archive: messages that are kept even if they are deleted on the mail server.")
    {
        DocumentAdd.Create(settings), List(settings), DocumentShow.Create(settings), Delete(settings),
    };

    /// <exception cref="CommandException">There is no such document.</exception>
    public static CommandException NotThere(int documentId) => new($"There is no document {documentId}.");

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the documents.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var table = new Table().AddColumns("Id", "Title", "Associate", "Shared", "Octets", "Archived (UTC)");
                foreach (var document in await services.GetRequiredService<DocumentStore>().ListAsync(cancellationToken))
                {
                    string[] cells =
                    [
                        $"{document.DocumentId}", document.Title, document.LoginName, document.Shared ? "yes" : "no", $"{document.Size}",
                        $"{document.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                    ];
                    table.AddRow([.. cells.Select(cell => new Text(cell))]);
                }

                AnsiConsole.Write(table);
            },
            cancellationToken));
        return command;
    }

    private static Command Delete(string[] settings)
    {
        var id = new Argument<int>("document") { Description = "Document id" };
        var command = new Command("delete", "Delete a document. Its id is not used again.") { id };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var documentId = parsed.GetRequiredValue(id);
                if (!await services.GetRequiredService<DocumentStore>().DeleteAsync(documentId, cancellationToken))
                {
                    throw NotThere(documentId);
                }

                await Console.Out.WriteLineAsync($"Document {documentId} is deleted.");
            },
            cancellationToken));
        return command;
    }
}

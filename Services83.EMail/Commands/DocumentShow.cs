using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Commands;

/// <summary><c>document show</c>: writes a document for a person or, byte by byte, for a program.</summary>
internal static class DocumentShow
{
    public static Command Create(string[] settings)
    {
        var id = new Argument<int>("document") { Description = "Document id" };
        var raw = new Option<bool>("--raw") { Description = "The unchanged bytes of the message" };
        var command = new Command("show", "Show a document.") { id, raw, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var documentId = parsed.GetRequiredValue(id);
                var document = await services.GetRequiredService<DocumentStore>().FindAsync(documentId, Scope.Everybody, cancellationToken)
                    ?? throw DocumentCommand.NotThere(documentId);
                var octets = await services.GetRequiredService<MessageReader>().RawAsync(document.ContentId, cancellationToken);
                await ((parsed.GetValue(raw), parsed.GetValue(Answer.Json)) switch
                {
                    (true, true) => throw new CommandException("Give --raw or --json, not both."),
                    (true, false) => WriteAsync(octets, cancellationToken),
                    (false, true) => Answer.WriteAsync(Json.Of(Described(document, MimeReader.Read(octets)))!),
                    (false, false) => DescribeAsync(document, MimeReader.Read(octets)),
                });
            },
            cancellationToken));
        return command;
    }

    private static async Task WriteAsync(byte[] octets, CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(octets, cancellationToken);
    }

    private static object Described(StoredDocument document, MimeMessage message) => new
    {
        document.DocumentId,
        document.Title,
        archivedAt = document.CreatedAt.UtcDateTime,
        associate = document.LoginName,
        document.Shared,
        from = message.From?.Address,
        to = message.To.Select(mailbox => mailbox.Address),
        message.Subject,
        message.Date,
        attachments = message.Attachments.Select(part => new { name = part.FileName ?? part.Path, type = part.ContentType.MediaType, bytes = part.DecodedSize }),
        text = message.TextBody ?? message.HtmlBody ?? "",
    };

    private static async Task DescribeAsync(StoredDocument document, MimeMessage message)
    {
        string[] lines =
        [
            $"Title: {document.Title}",
            $"Archived: {document.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {document.LoginName}{(document.Shared ? ", shared" : "")}",
            $"From: {Name(message.From)}",
            $"To: {string.Join(", ", message.To.Select(Name))}",
            $"Subject: {message.Subject}",
            $"Date: {message.Date:yyyy-MM-dd HH:mm:ss zzz}",
            .. message.Attachments.Select(part =>
                $"Attachment: {part.FileName ?? part.Path} ({part.ContentType.MediaType}, {part.DecodedSize} bytes)"),
            "",
            message.TextBody ?? message.HtmlBody ?? "",
        ];
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(Printable(line));
        }
    }

    private static string Name(MailboxAddress? mailbox) => $"{mailbox?.DisplayName} <{mailbox?.Address}>".TrimStart();

    /// <summary>The text of a message must not control the terminal.</summary>
    private static string Printable(string line) =>
        string.Concat(line.Select(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t') ? '\uFFFD' : character));
}

using System.CommandLine;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>document add|list|show|delete</c>: the archive of messages.</summary>
internal static class DocumentCommand
{
    public static Command Create(string[] settings) => new("document", "The archive: messages that stay whatever happens to their mailbox.")
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
        var command = new Command("delete", "Delete a document. Its id is not given out again.") { id };
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

/// <summary><c>document add</c>: archives a file or a cached message.</summary>
internal static class DocumentAdd
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A message with its header (.eml)", Arity = ArgumentArity.ZeroOrOne };
        var message = new Option<int>("--message") { Description = "Instead of a file: key of a cached message" };
        var associate = new Option<string>("--associate") { Description = "Login name of the owner; of a cached message that of its account when not given" };
        var title = new Option<string>("--title") { Description = "What lists show; the subject when not given" };
        var shared = new Option<bool>("--shared") { Description = "Let every associate read it" };
        var command = new Command("add", "Archive a message.") { file, message, associate, title, shared };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                if (parsed.GetValue(file) is null == parsed.GetValue(message) is 0)
                {
                    throw new CommandException("Either a file or --message is needed.");
                }

                var owner = await OwnerAsync(services, parsed.GetValue(associate), cancellationToken);
                var request = new Request(owner, parsed.GetValue(title), parsed.GetValue(shared));
                var id = parsed.GetValue(file) is { } named
                    ? await AddFileAsync(services, named, request, cancellationToken)
                    : await AddMessageAsync(services, parsed.GetValue(message), request, cancellationToken);
                await Console.Out.WriteLineAsync($"Document {id} is added.");
            },
            cancellationToken));
        return command;
    }

    private static async Task<int?> OwnerAsync(IServiceProvider services, string? login, CancellationToken cancellationToken) => login is null
        ? null
        : (await services.GetRequiredService<AssociateStore>().FindByLoginNameAsync(login, cancellationToken)
            ?? throw new CommandException($"There is no associate with the login name '{login}'.")).AssociateId;

    private static async Task<int> AddFileAsync(
        IServiceProvider services, FileInfo file, Request request, CancellationToken cancellationToken)
    {
        var owner = request.AssociateId ?? throw new CommandException("The owner is needed: --associate.");
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        var raw = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        if (MimeReader.ReadHeaders(raw) is not { } envelope || (envelope.From is null && envelope.Date is null && envelope.MessageId is null))
        {
            throw new CommandException($"{file.FullName} is not a message: its header has neither From nor Date nor Message-ID.");
        }

        return await services.GetRequiredService<DocumentStore>().AddAsync(owner, raw, request.Title, request.Shared, cancellationToken);
    }

    private static async Task<int> AddMessageAsync(
        IServiceProvider services, int itemId, Request request, CancellationToken cancellationToken)
    {
        var item = await services.GetRequiredService<MessageReader>().FindAsync(itemId, associateId: null, cancellationToken)
            ?? throw new CommandException($"There is no cached message {itemId}.");
        if (!item.Complete)
        {
            throw new CommandException($"Of message {itemId} only the header is stored, as it is larger than Sync:MaxMessageBytes.");
        }

        var account = await services.GetRequiredService<AccountStore>().FindAsync(item.AccountId, cancellationToken);
        return await services.GetRequiredService<DocumentStore>().AddAsync(
            request.AssociateId ?? account!.AssociateId, item, request.Title, request.Shared, cancellationToken);
    }

    private sealed record Request(int? AssociateId, string? Title, bool Shared);
}

/// <summary><c>document show</c>: writes a document for a person or, octet by octet, for a program.</summary>
internal static class DocumentShow
{
    public static Command Create(string[] settings)
    {
        var id = new Argument<int>("document") { Description = "Document id" };
        var raw = new Option<bool>("--raw") { Description = "The message as it is, octet by octet" };
        var command = new Command("show", "Show a document.") { id, raw };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var documentId = parsed.GetRequiredValue(id);
                var document = await services.GetRequiredService<DocumentStore>().FindAsync(documentId, associateId: null, cancellationToken)
                    ?? throw DocumentCommand.NotThere(documentId);
                var octets = await services.GetRequiredService<MessageReader>().RawAsync(document.ContentId, cancellationToken);
                await (parsed.GetValue(raw) ? WriteAsync(octets, cancellationToken) : DescribeAsync(document, MimeReader.Read(octets)));
            },
            cancellationToken));
        return command;
    }

    private static async Task WriteAsync(byte[] octets, CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(octets, cancellationToken);
    }

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
            .. message.Attachments.Select(part => $"Attachment: {part.FileName ?? part.Path} ({part.ContentType.MediaType}, {part.DecodedSize} octets)"),
            "",
            message.TextBody ?? message.HtmlBody ?? "",
        ];
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(Printable(line));
        }
    }

    private static string Name(MailboxAddress? mailbox) => $"{mailbox?.DisplayName} <{mailbox?.Address}>".TrimStart();

    /// <summary>What somebody wrote in a message must not steer the terminal.</summary>
    private static string Printable(string line) =>
        string.Concat(line.Select(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t') ? '\uFFFD' : character));
}

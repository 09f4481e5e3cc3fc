using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Filing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Commands;

/// <summary><c>document add</c>: archives a file or a cached message.</summary>
internal static class DocumentAdd
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A message with its header (.eml)", Arity = ArgumentArity.ZeroOrOne };
        var message = new Option<int>("--message") { Description = "Instead of a file: key of a cached message" };
        var associate = new Option<string>("--associate")
        {
            Description = "Login name of the owner; default for a cached message: the owner of its account",
        };
        var title = new Option<string>("--title") { Description = "Title in lists; default: the subject" };
        var shared = new Option<bool>("--shared") { Description = "Let every associate read it" };
        var command = new Command("add", "Archive a message.") { file, message, associate, title, shared, Answer.Json };
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
                await Answer.WriteAsync(parsed, $"Document {id} is added.", new { documentId = id });
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
        var owner = request.AssociateId ?? throw new CommandException("Name the owner: --associate.");
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        var raw = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        if (MimeReader.ReadHeaders(raw) is { From: null, Date: null, MessageId: null })
        {
            throw new CommandException($"{file.FullName} is not a message: its header has neither From nor Date nor Message-ID.");
        }

        return await services.GetRequiredService<DocumentStore>().AddAsync(
            owner, ContentReader.Whole(raw), request.Title, request.Shared, cancellationToken);
    }

    private static async Task<int> AddMessageAsync(
        IServiceProvider services, int itemId, Request request, CancellationToken cancellationToken)
    {
        var item = await services.GetRequiredService<MessageReader>().FindAsync(itemId, Scope.Everybody, cancellationToken)
            ?? throw new CommandException($"There is no cached message {itemId}.");
        if (!item.Complete)
        {
            throw new CommandException($"Only the header of message {itemId} is stored, because the message is larger than Mail:MaxMessageBytes.");
        }

        var account = await services.GetRequiredService<AccountStore>().FindAsync(item.AccountId, cancellationToken);
        return await services.GetRequiredService<DocumentStore>().AddAsync(
            request.AssociateId ?? account!.AssociateId, item, request.Title, request.Shared, cancellationToken);
    }

    private sealed record Request(int? AssociateId, string? Title, bool Shared);
}

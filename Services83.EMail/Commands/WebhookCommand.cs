using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Services83.EMail.Commands.Output;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Commands;

/// <summary><c>webhook add|list|test|retry|remove</c>: programs that are told what changes.</summary>
internal static class WebhookCommand
{
    private static readonly WebhookEvents[] Kinds = [.. Enum.GetValues<WebhookEvents>().Where(kind => kind is not (WebhookEvents.None or WebhookEvents.All))];

    public static Command Create(string[] settings) => new("webhook", "Programs that are told of new, changed, deleted and returned messages and of failing accounts.")
    {
        Add(settings), List(settings), Test(settings), Retry(settings), Remove(settings),
    };

    private static Command Add(string[] settings)
    {
        var url = new Argument<string>("url") { Description = "Where requests are sent, such as https://crm.example.com/hooks/mail" };
        var events = new Option<string[]>("--event") { Description = $"What to tell: {string.Join(", ", Kinds.Select(NameOf))}; everything by default", AllowMultipleArgumentsPerToken = true };
        var account = new Option<int?>("--account") { Description = "Tell of this account only" };
        var associate = new Option<string?>("--associate") { Description = "Tell of this user's accounts only" };
        var command = new Command("add", "Add a receiver. The key of its signatures is shown once.") { url, events, account, associate, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var address = parsed.GetRequiredValue(url);
                if (WebhookAddress.Refuse(address, services.GetRequiredService<IOptions<WebhookOptions>>().Value.AllowHttp) is { } refusal)
                {
                    throw new CommandException(refusal);
                }

                var secret = WebhookSignature.CreateSecret();
                var id = await services.GetRequiredService<WebhookStore>().AddAsync(
                    new WebhookDraft(
                        address, secret, EventsOf(parsed.GetValue(events) ?? []), parsed.GetValue(account),
                        await AssociateAsync(services, parsed.GetValue(associate), cancellationToken)),
                    cancellationToken);
                await Answer.WriteAsync(
                    parsed, $"Webhook {id}. The key of its signatures, shown only now:\n{secret.Reveal()}", new { webhookId = id, secret = secret.Reveal() });
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the receivers, and how delivering to them goes.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, WebhookListing.Webhooks, await services.GetRequiredService<WebhookStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Test(string[] settings)
    {
        var id = Id();
        var command = new Command("test", "Send a signed request of the type webhook.test, and show the answer.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var result = await services.GetRequiredService<WebhookCourier>().TestAsync(parsed.GetRequiredValue(id), cancellationToken)
                    ?? throw Unknown(parsed.GetRequiredValue(id));
                await Answer.WriteAsync(
                    parsed, $"{result.Summary}{(result.Body.Length > 0 ? $"\n{result.Body}" : "")}", new { result.Accepted, result.Summary, result.Body });
                if (!result.Accepted)
                {
                    throw new CommandException("A receiver accepts a request by a status from 200 to 299.");
                }
            },
            cancellationToken));
        return command;
    }

    private static Command Retry(string[] settings)
    {
        var id = Id();
        var skip = new Option<bool>("--skip") { Description = "Drop the request that fails; the receiver is told that events are missing" };
        var command = new Command("retry", "Deliver again at once, also to a receiver that was given up.") { id, skip, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                if (!await services.GetRequiredService<WebhookStore>().RetryAsync(parsed.GetRequiredValue(id), parsed.GetValue(skip), cancellationToken))
                {
                    throw Unknown(parsed.GetRequiredValue(id));
                }

                var webhookId = parsed.GetRequiredValue(id);
                await Answer.WriteAsync(parsed, $"The server delivers to webhook {webhookId} again while it runs.", new { webhookId });
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var id = Id();
        var command = new Command("remove", "Remove a receiver with everything that waits for it.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                if (!await services.GetRequiredService<WebhookStore>().RemoveAsync(parsed.GetRequiredValue(id), cancellationToken))
                {
                    throw Unknown(parsed.GetRequiredValue(id));
                }

                var webhookId = parsed.GetRequiredValue(id);
                await Answer.WriteAsync(parsed, $"Webhook {webhookId} is removed.", new { webhookId });
            },
            cancellationToken));
        return command;
    }

    internal static string NameOf(WebhookEvents kind) => JsonNamingPolicy.CamelCase.ConvertName($"{kind}");

    private static Argument<int> Id() => new("id") { Description = "Id of the webhook, as 'webhook list' shows it" };

    private static WebhookEvents EventsOf(string[] names) => names.Length == 0
        ? WebhookEvents.All
        : names.Select(name => Kinds.FirstOrDefault(kind => NameOf(kind) == name) is var kind and not WebhookEvents.None
            ? kind
            : throw new CommandException($"There is no event '{name}'. There are {string.Join(", ", Kinds.Select(NameOf))}."))
        .Aggregate((one, other) => one | other);

    private static async Task<int?> AssociateAsync(IServiceProvider services, string? loginName, CancellationToken cancellationToken) => loginName is null
        ? null
        : (await services.GetRequiredService<AssociateStore>().FindByLoginNameAsync(loginName, cancellationToken))?.AssociateId
            ?? throw new CommandException($"There is no associate with the login name '{loginName}'.");

    private static CommandException Unknown(int id) => new($"There is no webhook with the id {id}.");
}

using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Commands;

/// <summary><c>outbox list|again|drop</c>: messages that are being sent or did not end well.</summary>
internal static class OutboxCommand
{
    /// <summary>Also a part of <c>status</c>.</summary>
    public static Listing<OutgoingMessage> Messages { get; } = new(
        new("outgoingId", "Outgoing", message => message.OutgoingId),
        new("associate", "Associate", message => message.AssociateName),
        new("accountId", "", message => message.AccountId),
        new("state", "State", message => message.IsParked ? "parked" : message.State, State),
        new("changedAt", "Since (UTC)", message => message.ChangedAt),
        new("recipients", "To", message => message.RecipientList, message => Recipients(message.RecipientList)),
        new("subject", "Subject", message => message.Subject),
        new("messageId", "Message-ID", message => message.MessageId),
        new("server", "", message => message.Host),
        new("reason", "Reason", message => message.Reason));

    public static Command Create(string[] settings) => new("outbox", "Messages that are being sent or did not end well.")
    {
        List(settings), Again(settings), Drop(settings),
    };

    /// <summary>What a message means for monitoring.</summary>
    public static int ExitCodeOf(OutgoingMessage message) => message.State switch
    {
        OutgoingState.Uncertain or OutgoingState.NotSent or OutgoingState.Unfiled => Answer.NeedsAttention,
        OutgoingState.Accepted => message.IsParked ? Answer.NeedsAttention : 0,
        OutgoingState.Sending or OutgoingState.Ended or OutgoingState.Done or OutgoingState.Again => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.State, "There is no such state."),
    };

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List them, the oldest first.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Messages, await services.GetRequiredService<OutboxStore>().ListOpenAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Again(string[] settings)
    {
        var id = Id();
        var command = new Command("again", "Send a message again that is uncertain or was not sent, to all its recipients, once. Ask them first: an uncertain message may have arrived.")
        {
            id, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (outgoingId, outbox) = (parsed.GetRequiredValue(id), services.GetRequiredService<OutboxStore>());
                if (!await outbox.SendAgainAsync(outgoingId, cancellationToken))
                {
                    throw new CommandException(await RefusalAsync(outbox, outgoingId, cancellationToken));
                }

                await Answer.WriteAsync(parsed, $"The server sends message {outgoingId} again while it runs; 'outbox list' shows what becomes of it.", new { outgoingId });
            },
            cancellationToken));
        return command;
    }

    private static Command Drop(string[] settings)
    {
        var id = Id();
        var command = new Command("drop", "Forget a message that did not end well. A copy that is not filed yet is deleted.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (outgoingId, outbox) = (parsed.GetRequiredValue(id), services.GetRequiredService<OutboxStore>());
                if (!await outbox.DropAsync(outgoingId, cancellationToken))
                {
                    throw new CommandException(await outbox.FindAsync(outgoingId, cancellationToken) is null
                        ? $"There is no outgoing message {outgoingId}."
                        : $"Message {outgoingId} is being sent, or its copy is about to be filed.");
                }

                await Answer.WriteAsync(parsed, $"Message {outgoingId} is dropped.", new { outgoingId });
            },
            cancellationToken));
        return command;
    }

    private static async Task<string> RefusalAsync(OutboxStore outbox, int outgoingId, CancellationToken cancellationToken) =>
        await outbox.FindAsync(outgoingId, cancellationToken) switch
        {
            null => $"There is no outgoing message {outgoingId}.",
            { AccountId: null } => $"Message {outgoingId} was sent through a server that the caller named; its login is not stored. Its author has to send it again.",
            { State: OutgoingState.Uncertain or OutgoingState.NotSent } =>
                $"The program does not have message {outgoingId} any more. Its copy is in the folder for sent mail; its author has to send it again.",
            _ => $"Message {outgoingId} is neither uncertain nor unsent.",
        };

    private static Argument<int> Id() => new("id") { Description = "Id of the outgoing message, as 'status' shows it" };

    private static string State(OutgoingMessage message) => message.IsParked ? "sent, copy parked" : message.State switch
    {
        OutgoingState.Sending or OutgoingState.Ended => "being sent",
        OutgoingState.Accepted => "sent, copy waits",
        OutgoingState.Uncertain => "uncertain",
        OutgoingState.NotSent => "not sent",
        OutgoingState.Again => "to be sent again",
        _ => "sent, no copy",
    };

    private static string Recipients(IReadOnlyList<string> all) => all.Count <= 3 ? string.Join(", ", all) : $"{all[0]} and {all.Count - 1} more";
}

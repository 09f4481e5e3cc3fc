using System.CommandLine;
using Services83.EMail.Administration;
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
        new("state", "State", message => message.IsParked ? "parked" : message.State, OutboxAdministration.StateOf),
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
                var outgoingId = parsed.GetRequiredValue(id);
                await services.GetRequiredService<OutboxAdministration>().SendAgainAsync(outgoingId, cancellationToken);
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
                var outgoingId = parsed.GetRequiredValue(id);
                await services.GetRequiredService<OutboxAdministration>().DropAsync(outgoingId, cancellationToken);
                await Answer.WriteAsync(parsed, $"Message {outgoingId} is dropped.", new { outgoingId });
            },
            cancellationToken));
        return command;
    }

    private static Argument<int> Id() => new("id") { Description = "Id of the outgoing message, as 'status' shows it" };

    private static string Recipients(IReadOnlyList<string> all) => all.Count <= 3 ? string.Join(", ", all) : $"{all[0]} and {all.Count - 1} more";
}

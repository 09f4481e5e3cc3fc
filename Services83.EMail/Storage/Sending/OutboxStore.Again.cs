namespace Services83.EMail.Storage.Sending;

// What operators do with messages that did not end well.
public sealed partial class OutboxStore
{
    private static readonly string HasCopy = "EXISTS (SELECT 1 FROM outgoing_copy WHERE outgoing_copy.outgoing_id = outgoing.outgoing_id)";

    /// <summary>Has an uncertain or unsent message of an account sent again by a process that serves.</summary>
    /// <returns>Whether there is such a message and the program still has its bytes.</returns>
    public async Task<bool> SendAgainAsync(int outgoingId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        UPDATE outgoing SET state = {OutgoingState.Again:D}, retry_at = NULL, changed_at = @now
        WHERE outgoing_id = @outgoingId AND state IN ({OutgoingState.Uncertain:D}, {OutgoingState.NotSent:D}) AND account_id IS NOT NULL AND {HasCopy}
        """,
        new { outgoingId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>Drops a message that did not end well: nobody is reminded of it any more, and its copy is deleted.</summary>
    /// <returns>Whether there is such a message; one that is being sent, or whose copy is about to be filed, is none.</returns>
    public async Task<bool> DropAsync(int outgoingId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        DELETE FROM outgoing WHERE outgoing_id = @outgoingId
            AND (state IN ({OutgoingState.Uncertain:D}, {OutgoingState.NotSent:D}, {OutgoingState.Unfiled:D}, {OutgoingState.Again:D})
                OR state = {OutgoingState.Accepted:D} AND retry_at IS NULL)
        """,
        new { outgoingId }, cancellationToken) == 1;

    /// <summary>The messages that are to be sent again, oldest first.</summary>
    public Task<IReadOnlyList<int>> AgainAsync(CancellationToken cancellationToken) => database.QueryAsync<int>(
        $"SELECT outgoing_id FROM outgoing WHERE state = {OutgoingState.Again:D} ORDER BY outgoing_id", new { }, cancellationToken);

    /// <summary>Makes this process the one that sends the message again.</summary>
    /// <returns>Whether it was still to be sent.</returns>
    public async Task<bool> BeginAgainAsync(int outgoingId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        UPDATE outgoing SET state = {OutgoingState.Sending:D}, node_id = @node, reason = '', changed_at = @now
        WHERE outgoing_id = @outgoingId AND state = {OutgoingState.Again:D}
        """,
        new { outgoingId, node = node.Id, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>Stores that nobody has received a message that was sent again.</summary>
    public Task SetNotSentAsync(int outgoingId, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        UPDATE outgoing SET state = {OutgoingState.NotSent:D}, reason = @reason, changed_at = @now
        WHERE outgoing_id = @outgoingId AND ({IsBeingSent} OR state = {OutgoingState.Again:D})
        """,
        new { outgoingId, reason = OutgoingReason.Cut(reason), now = time.GetUtcNow() }, cancellationToken);
}

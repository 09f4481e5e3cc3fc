using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>Runs one command and returns its tagged reply without the tag; untagged responses go to the session's writer.</summary>
internal delegate Task<string> CommandHandler(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken);

/// <summary>All commands of the server, the states in which they are allowed, and the capability that they need.</summary>
internal static class CommandTable
{
    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal)
    {
        ["CAPABILITY"] = new(State.Any, SessionCommands.CapabilityAsync),
        ["NOOP"] = new(State.Any, SessionCommands.NoopAsync),
        ["CHECK"] = new(State.Selected, SessionCommands.NoopAsync),
        ["LOGOUT"] = new(State.Any, SessionCommands.LogoutAsync),
        ["ID"] = new(State.Any, SessionCommands.IdAsync, "ID"),
        ["STARTTLS"] = new(State.NotAuthenticated, SessionCommands.StartTlsAsync),
        ["ENABLE"] = new(State.Authenticated, SessionCommands.EnableAsync, "ENABLE"),
        ["IDLE"] = new(State.Authenticated, IdleCommand.RunAsync, "IDLE"),
        ["LOGIN"] = new(State.NotAuthenticated, LoginCommands.LoginAsync),
        ["AUTHENTICATE"] = new(State.NotAuthenticated, LoginCommands.AuthenticateAsync),
        ["NAMESPACE"] = new(State.Authenticated, ListCommands.NamespaceAsync, "NAMESPACE"),
        ["LIST"] = new(State.Authenticated, ListCommands.ListAsync),
        ["LSUB"] = new(State.Authenticated, ListCommands.LsubAsync),
        ["STATUS"] = new(State.Authenticated, StatusCommand.RunAsync),
        ["CREATE"] = new(State.Authenticated, FolderCommands.CreateAsync),
        ["DELETE"] = new(State.Authenticated, FolderCommands.DeleteAsync),
        ["RENAME"] = new(State.Authenticated, FolderCommands.RenameAsync),
        ["SUBSCRIBE"] = new(State.Authenticated, FolderCommands.SubscribeAsync),
        ["UNSUBSCRIBE"] = new(State.Authenticated, FolderCommands.UnsubscribeAsync),
        ["SELECT"] = new(State.Authenticated, SelectCommands.SelectAsync),
        ["EXAMINE"] = new(State.Authenticated, SelectCommands.ExamineAsync),
        ["UNSELECT"] = new(State.Selected, SelectCommands.UnselectAsync, "UNSELECT"),
        ["CLOSE"] = new(State.Selected, SelectCommands.CloseAsync),
        ["APPEND"] = new(State.Authenticated, AppendCommand.RunAsync),
        ["FETCH"] = new(State.Selected, FetchCommand.BySequenceAsync),
        ["UID FETCH"] = new(State.Selected, FetchCommand.ByUidAsync),
        ["SEARCH"] = new(State.Selected, SearchCommand.BySequenceAsync),
        ["UID SEARCH"] = new(State.Selected, SearchCommand.ByUidAsync),
        ["STORE"] = new(State.Selected, StoreCommand.BySequenceAsync),
        ["UID STORE"] = new(State.Selected, StoreCommand.ByUidAsync),
        ["COPY"] = new(State.Selected, CopyCommands.CopyAsync),
        ["UID COPY"] = new(State.Selected, CopyCommands.UidCopyAsync),
        ["MOVE"] = new(State.Selected, CopyCommands.MoveAsync, "MOVE"),
        ["UID MOVE"] = new(State.Selected, CopyCommands.UidMoveAsync, "MOVE"),
        ["EXPUNGE"] = new(State.Selected, ExpungeCommands.ExpungeAsync),
        ["UID EXPUNGE"] = new(State.Selected, ExpungeCommands.UidExpungeAsync, "UIDPLUS"),
    };

    private enum State
    {
        Any,
        NotAuthenticated,
        Authenticated,
        Selected,
    }

    public static Task<string> RunAsync(ImapSession session, CommandLine line, CancellationToken cancellationToken)
    {
        if (!Rows.TryGetValue(line.Name, out var row) || (row.Capability is not null && !session.Has(row.Capability)))
        {
            throw CommandRefusedException.Bad("Unknown command");
        }

        var allowed = row.State switch
        {
            State.NotAuthenticated => session.Account is null,
            State.Authenticated => session.Account is not null,
            State.Selected => session.Selected is not null,
            _ => true,
        };
        if (!allowed)
        {
            throw CommandRefusedException.Bad("Command not allowed in this state");
        }

        return row.Handler(session, line.Arguments, cancellationToken);
    }

    private sealed record Row(State State, CommandHandler Handler, string? Capability = null);
}

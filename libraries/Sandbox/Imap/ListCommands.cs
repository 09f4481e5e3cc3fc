using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>LIST with its extensions (RFC 5258, 5819, 6154), LSUB and NAMESPACE.</summary>
internal static class ListCommands
{
    public static async Task<string> NamespaceAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        await session.Writer.LineAsync("* NAMESPACE ((\"\" \"/\")) NIL NIL", cancellationToken);
        return "OK Namespace completed.";
    }

    public static async Task<string> ListAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var selection = Words(arguments.NextListIfAny());
        var reference = arguments.NextText();
        var patterns = arguments.Peek?.Items is null ? [arguments.NextText()] : arguments.NextList().Select(node => node.Text).ToArray();
        var returns = ReadReturn(arguments);
        arguments.End();
        if ((selection.Count > 0 || returns.IsGiven) && !session.Has("LIST-EXTENDED"))
        {
            throw CommandRefusedException.Bad("Extended LIST is not supported");
        }

        if (patterns is [""])
        {
            await session.Writer.LineAsync("* LIST (\\Noselect) \"/\" \"\"", cancellationToken);
            return "OK List completed.";
        }
        foreach (var folder in Matching(session, reference, patterns).Where(folder => IsSelected(folder, selection)))
        {
            var attributes = Attributes(session, folder, returns.Subscribed || selection.Contains("SUBSCRIBED"));
            await session.Writer.LineAsync($"* LIST ({attributes}) \"/\" {FolderNames.Quote(folder.Name)}", cancellationToken);
            if (returns.Status is not null && folder.IsSelectable)
            {
                await session.Writer.LineAsync(StatusCommand.Line(session, folder, returns.Status), cancellationToken);
            }
        }
        return "OK List completed.";
    }

    public static async Task<string> LsubAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        string reference = arguments.NextText(), pattern = arguments.NextText();
        arguments.End();
        foreach (var folder in Matching(session, reference, [pattern]).Where(folder => folder.IsSubscribed))
        {
            await session.Writer.LineAsync($"* LSUB () \"/\" {FolderNames.Quote(folder.Name)}", cancellationToken);
        }

        return "OK Lsub completed.";
    }

    private static IEnumerable<SandboxFolder> Matching(ImapSession session, string reference, string[] patterns) =>
        session.Account!.Folders.Where(folder => patterns.Any(pattern => FolderNames.Matches(folder.Name, reference + pattern)));

    private static bool IsSelected(SandboxFolder folder, HashSet<string> selection) =>
        (!selection.Contains("SUBSCRIBED") || folder.IsSubscribed) && (!selection.Contains("SPECIAL-USE") || folder.SpecialUse is not null);

    private static string Attributes(ImapSession session, SandboxFolder folder, bool subscribed)
    {
        var hasChildren = session.Account!.Folders.Any(other => other.Name.StartsWith(folder.Name + '/', StringComparison.Ordinal));
        List<string> attributes = [hasChildren ? @"\HasChildren" : @"\HasNoChildren"];
        if (!folder.IsSelectable)
        {
            attributes.Insert(0, @"\Noselect");
        }

        if (subscribed && folder.IsSubscribed)
        {
            attributes.Add(@"\Subscribed");
        }

        if (folder.SpecialUse is not null && session.Has("SPECIAL-USE"))
        {
            attributes.Add(folder.SpecialUse);
        }

        return string.Join(' ', attributes);
    }

    private static (bool IsGiven, bool Subscribed, IReadOnlyList<string>? Status) ReadReturn(CommandArguments arguments)
    {
        if (arguments.AtEnd)
        {
            return (false, false, null);
        }

        if (arguments.Next().Upper != "RETURN")
        {
            throw CommandRefusedException.Bad("RETURN expected");
        }

        var options = new CommandArguments(arguments.NextList());
        var subscribed = false;
        IReadOnlyList<string>? status = null;
        while (!options.AtEnd)
        {
            switch (options.Next().Upper)
            {
                case "SUBSCRIBED":
                    subscribed = true;
                    break;
                case "STATUS":
                    status = StatusCommand.ReadItems(options.NextList());
                    break;
                case "CHILDREN" or "SPECIAL-USE":
                    break; // shown in any case
                default:
                    throw CommandRefusedException.Bad("Unknown RETURN option");
            }
        }
        return (true, subscribed, status);
    }

    private static HashSet<string> Words(CommandArguments list)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (!list.AtEnd)
        {
            words.Add(list.Next().Upper);
        }

        return words;
    }
}

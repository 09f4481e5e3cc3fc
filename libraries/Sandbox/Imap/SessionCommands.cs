using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>CAPABILITY, NOOP, LOGOUT, ID, STARTTLS and ENABLE.</summary>
internal static class SessionCommands
{
    public static async Task<string> CapabilityAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        await session.Writer.LineAsync($"* CAPABILITY {session.CapabilityList()}", cancellationToken);
        return "OK Capability completed.";
    }

    /// <summary>Changes are reported after every command, so NOOP itself does nothing.</summary>
    public static Task<string> NoopAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        return Task.FromResult("OK NOOP completed.");
    }

    public static async Task<string> LogoutAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        session.Close();
        await session.Writer.LineAsync("* BYE Logging out", cancellationToken);
        return "OK Logout completed.";
    }

    public static async Task<string> IdAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.Next();
        arguments.End();
        await session.Writer.LineAsync("* ID (\"name\" \"Services83.EMail sandbox\")", cancellationToken);
        return "OK ID completed.";
    }

    public static Task<string> StartTlsAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        if (session.IsTls)
        {
            throw CommandRefusedException.Bad("TLS is already active");
        }

        session.WantsTls = true;
        return Task.FromResult("OK Begin TLS negotiation now.");
    }

    public static async Task<string> EnableAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var enabled = new List<string>();
        while (!arguments.AtEnd)
        {
            var name = arguments.Next().Upper;
            if (name is not ("CONDSTORE" or "QRESYNC") || !session.Has(name))
            {
                continue;
            }

            session.UsesCondstore = true;
            session.UsesQresync |= name == "QRESYNC";
            enabled.Add(name);
        }
        await session.Writer.LineAsync(string.Join(' ', ["* ENABLED", .. enabled]), cancellationToken);
        return "OK Enabled.";
    }
}

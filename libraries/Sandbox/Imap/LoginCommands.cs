using System.Buffers.Text;
using System.Text;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>LOGIN and AUTHENTICATE with PLAIN (RFC 4616) or LOGIN; an initial response is accepted (RFC 4959).</summary>
internal static class LoginCommands
{
    public static async Task<string> LoginAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        string user = arguments.NextText(), password = arguments.NextText();
        arguments.End();
        return await LogInAsync(session, user, password, cancellationToken);
    }

    public static async Task<string> AuthenticateAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        var mechanism = arguments.Next().Upper;
        var initial = arguments.AtEnd ? null : arguments.NextText();
        arguments.End();
        if (initial is not null && !session.Has("SASL-IR"))
        {
            throw CommandRefusedException.Bad("Initial response is not supported");
        }

        switch (mechanism)
        {
            case "PLAIN":
                var parts = (initial is null ? await AskAsync(session, "", cancellationToken) : Decode(initial)).Split('\0');
                return parts.Length == 3
                    ? await LogInAsync(session, parts[1], parts[2], cancellationToken)
                    : throw CommandRefusedException.Bad("Invalid SASL PLAIN response");
            case "LOGIN":
                var user = initial is null ? await AskAsync(session, "VXNlcm5hbWU6", cancellationToken) : Decode(initial);
                return await LogInAsync(session, user, await AskAsync(session, "UGFzc3dvcmQ6", cancellationToken), cancellationToken);
            default:
                throw CommandRefusedException.No("Unsupported authentication mechanism.");
        }
    }

    private static async Task<string> LogInAsync(ImapSession session, string user, string password, CancellationToken cancellationToken)
    {
        await session.LogInAsync(user, password, cancellationToken);
        return $"OK [CAPABILITY {session.CapabilityList()}] Logged in";
    }

    private static async Task<string> AskAsync(ImapSession session, string challenge, CancellationToken cancellationToken)
    {
        await session.Writer.LineAsync("+ " + challenge, cancellationToken);
        await session.Writer.FlushAsync(cancellationToken);
        var answer = await session.Reader.ReadLineAsync(cancellationToken) ?? throw new ConnectionDroppedException("Client left");
        return answer == "*" ? throw CommandRefusedException.Bad("Authentication cancelled") : Decode(answer);
    }

    private static string Decode(string base64) => base64 == "=" ? ""
        : Base64.IsValid(base64) ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
        : throw CommandRefusedException.Bad("Invalid base64");
}

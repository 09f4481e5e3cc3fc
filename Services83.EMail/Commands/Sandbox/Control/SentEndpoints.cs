using Services83.EMail.Mail.Mime;
using Services83.EMail.Sandbox.Smtp;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>Shows what clients have sent.</summary>
internal static class SentEndpoints
{
    public static void Map(WebApplication app, SandboxSentMail sent)
    {
        app.MapGet("/sent", () => sent.Messages.Select(Describe));
        app.MapGet("/sent/{number:int}", (int number) => Results.Bytes(
            (sent.Messages.FirstOrDefault(message => message.Number == number) ?? throw ControlException.Missing($"There is no sent message {number}.")).Raw.ToArray(),
            MailboxEndpoints.MessageType));
        app.MapDelete("/sent", sent.Clear);
    }

    private static object Describe(SandboxSentMessage message)
    {
        var header = MimeReader.ReadHeaders(message.Raw);
        return new { message.Number, message.User, message.From, message.Recipients, header.Subject, header.MessageId, Size = message.Raw.Length };
    }
}

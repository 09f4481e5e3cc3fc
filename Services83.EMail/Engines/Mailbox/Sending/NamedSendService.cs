using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Sends through servers that the caller names.</summary>
internal sealed class NamedSendService(
    CallContext call, LetterWriter writer, ServerLoginReader reader, SmtpConnector connector,
    Outbox outbox, CopyFiler copies, IOptions<SendingOptions> options) : IServerSendingOperations
{
    /// <summary>Sends in the given order and stops at the first failure, whose error names the messages that were sent before.</summary>
    /// <param name="outgoingConnectionInfo">The server to send through.</param>
    /// <param name="emails">The messages; each names its author.</param>
    /// <param name="sentItemsConnectionInfo">Server, login and folder for the copies; null for none.</param>
    /// <inheritdoc cref="SendService.SendAsync(EMailEntity[])" />
    public async Task<EMailEntity[]> SendEMailsAsync(
        EMailConnectionInfo? outgoingConnectionInfo, EMailEntity[]? emails, EMailConnectionInfo? sentItemsConnectionInfo)
    {
        call.RequireCaller();
        var login = reader.Read(MailProtocol.Smtp, outgoingConnectionInfo, "OutgoingConnectionInfo");
        var target = sentItemsConnectionInfo is { } sentItems
            ? CopyTarget.Of(reader.Read(MailProtocol.Imap, sentItems, "SentItemsConnectionInfo"), sentItems.Folder)
            : null;
        var letters = await LetterWriter.WriteAllAsync(emails, (email, label) => writer.WriteAsync(email, label, ownAddress: null));
        var sent = new List<EMailEntity>();
        await using var session = Session(login);
        foreach (var letter in letters)
        {
            try
            {
                sent.Add(await SendAsync(session, letter, target));
            }
            catch (AgentException exception)
            {
                exception.Parameters["sent"] = string.Join(", ", sent.Select(one => one.MessageID));
                throw;
            }
        }

        return [.. sent];
    }

    /// <summary>Sends a finished message to the named recipients. Only <c>Bcc</c> is removed from it.</summary>
    /// <param name="connectionInfoExtended">The server, whose protocol must be SMTP.</param>
    /// <param name="rfc822">The message, with one character for each byte, or with ordinary characters.</param>
    /// <param name="from">The address that failures are reported to; empty for none.</param>
    /// <param name="recipients">All recipients.</param>
    /// <exception cref="InvalidArgumentException">A value cannot be used. Nothing was sent.</exception>
    /// <exception cref="MailServerException">Nobody has received it.</exception>
    /// <exception cref="DeliveryUncertainException">It is unknown whether it was delivered.</exception>
    public async Task RelayMessageAsync(
        EMailConnectionInfoExtended? connectionInfoExtended, string? rfc822, string? from, string[]? recipients)
    {
        var associateId = call.RequireCaller().AssociateId;
        if (ServerLoginReader.ProtocolOf(connectionInfoExtended) != MailProtocol.Smtp)
        {
            throw new InvalidArgumentException("Protocol", "A message is relayed by SMTP: the protocol must be SMTP.");
        }

        var login = reader.Read(connectionInfoExtended);
        var message = RelayedMessage.Read(rfc822);
        var sender = string.IsNullOrWhiteSpace(from) ? "" : Wire("From", from);
        var everybody = (recipients ?? []).Select(recipient => Wire("Recipients", recipient)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var (most, longest) = (options.Value.MaxRecipients, options.Value.MaxMessageBytes);
        if (everybody.Length == 0 || everybody.Length > most)
        {
            throw new InvalidArgumentException("Recipients", $"A message is relayed to 1 to {most} recipients, not {everybody.Length}.");
        }

        if (message.Length > longest)
        {
            throw new InvalidArgumentException("Rfc822", $"The message has {message.Length} bytes; at most {longest} are allowed.");
        }

        await using var session = Session(login);
        var draft = new OutgoingDraft(associateId, login.Endpoint.Host, sender, everybody) { MessageId = message.MessageId, Subject = message.Subject };
        var id = await outbox.DeliverAsync(session, draft, message.ToSmtp(sender, everybody), "The message", call.Aborted);
        await outbox.AcceptAsync(id, copy: null);
    }

    private async Task<EMailEntity> SendAsync(SmtpSession session, Letter letter, CopyTarget? target)
    {
        var draft = letter.ToDraft(call.RequireCaller().AssociateId, session.Host, withCopy: target is not null) with { CopyTo = target?.ToSecret() };
        var id = await outbox.DeliverAsync(session, draft, letter.ToSmtp(), letter.Label, call.Aborted);
        await outbox.AcceptAsync(id, copy: null);
        if (target is not null && await copies.FileAsync(id, CancellationToken.None) is { Length: > 0 } reason)
        {
            call.ExtraInfo["CopiesWaiting"] = reason;
        }

        return letter.Sent(itemId: 0, accountId: 0, target?.Folder ?? "");
    }

    private SmtpSession Session(ServerLogin login) => connector.Session(call.RequireCaller().AssociateId, login);

    private static string Wire(string argument, string? address) => AddressSyntax.TryNormalize(address, out var normalized)
        ? normalized
        : throw new InvalidArgumentException(argument, $"{argument}: '{address}' is not an e-mail address.");
}

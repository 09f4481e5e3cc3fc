using Services83.EMail.Commands.Output;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>Finds the servers of an address, shows them with where they were found, and asks whether to use them.</summary>
internal static class AccountSearch
{
    /// <param name="row">The account; what the operator has entered takes the place of what is found.</param>
    /// <param name="user">The login name that the operator has entered; null for none.</param>
    /// <param name="isConfirmed">Whether to use what is found without asking.</param>
    /// <exception cref="CommandException">Nothing is found, or the operator does not want it.</exception>
    public static async Task<AccountRow> FindAsync(
        IServiceProvider services, AccountRow row, string? user, bool isConfirmed, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<SettingsFinder>().FindAsync(row.Email, AccountRow.ProtocolOf(row.Protocol), cancellationToken);
        foreach (var reason in result.Rejected)
        {
            await Console.Out.WriteLineAsync($"Not used: {reason}");
        }

        if (result.Candidates is not [var found, ..])
        {
            throw new CommandException($"No mail server was found for {row.Email}. Name one with --server.");
        }

        var filled = row with
        {
            Server = $"{found.Incoming}",
            Smtp = row.Smtp.Length > 0 ? row.Smtp : $"{found.Outgoing}",
            User = user ?? found.Incoming!.UserName ?? row.Email,
        };
        await ShowAsync(found, filled.User, row.Smtp);
        if (!isConfirmed)
        {
            await ConfirmAsync(cancellationToken);
        }

        return filled;
    }

    private static async Task ShowAsync(FoundSettings found, string user, string enteredSmtp)
    {
        await Console.Out.WriteLineAsync($"Found in: {found.Source}");
        await Console.Out.WriteLineAsync($"Incoming mail: {(found.Incoming!.Protocol == MailProtocol.Pop3 ? "POP3" : "IMAP")}, {Shown(found.Incoming)}, user {user}");
        await Console.Out.WriteLineAsync(
            $"Outgoing mail: {(enteredSmtp.Length > 0 ? enteredSmtp : found.Outgoing is null ? "none; nothing can be sent" : Shown(found.Outgoing))}");
        foreach (var warning in found.Warnings)
        {
            await Console.Out.WriteLineAsync($"Note: {warning}");
        }
    }

    private static string Shown(FoundServer server) =>
        $"{server.Endpoint.Host}:{server.Endpoint.Port}, {(server.Endpoint.Security == MailSecurity.Tls ? "TLS" : "STARTTLS")}";

    /// <exception cref="CommandException">The operator says no, or cannot be asked.</exception>
    private static async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            throw new CommandException("Nothing was added. Give --yes to use these servers, or name others with --server.");
        }

        if (!await new ConfirmationPrompt("Use these servers?") { DefaultValue = false }.ShowAsync(Terminal.Console, cancellationToken))
        {
            throw new CommandException("Nothing was added. Name the servers with --server and --smtp.");
        }
    }
}

using System.Globalization;
using System.Text.Json;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// The calls of every client, as arguments of its program. The program makes its calls in a fixed order and reports each one on a separate
/// line; see <see cref="StepReport"/>.
/// </summary>
internal static class Conversation
{
    public const string User = "SAL0";
    public const string Password = "SAL0";
    public const string ApplicationToken = "1234567-1234-9876";
    public const string DocumentedTicket = "7T:1234abcxyzExample==";
    public const string WrongTicket = "7T:bm90IGEgdGlja2V0";

    public static readonly IReadOnlyList<ReportedAccount> Accounts =
    [
        new(90, 162, "Lockman, Beier and Leannon"),
        new(91, 163, "Blåbær & Søn <ø>"),
    ];

    /// <summary>Account id, associate id and associate name of each account.</summary>
    public static IEnumerable<string> AccountArguments =>
        Accounts.SelectMany(account => new[]
        {
            account.AccountId.ToString(CultureInfo.InvariantCulture),
            account.AssociateId.ToString(CultureInfo.InvariantCulture),
            account.AssociateName,
        });

    public static IReadOnlyList<StepReport> Read(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<StepReport>(line, JsonSerializerOptions.Web)!)];
}

/// <summary>A client's report of one call.</summary>
internal sealed record StepReport
{
    /// <summary>authenticate, sync, syncAndWait (once per account), ready, entity or wrongTicket.</summary>
    public required string Step { get; init; }

    /// <summary>The error that the stack raised, when it did.</summary>
    public string? Fault { get; init; }

    /// <summary>Null if the stack does not show it.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The header block; null when there was none.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>The header block ExceptionInfo; null when nil or absent.</summary>
    public ReportedException? Exception { get; init; }

    public bool? Authenticated { get; init; }

    public string? Ticket { get; init; }

    public string? Associate { get; init; }

    public IReadOnlyList<ReportedAccount>? Accounts { get; init; }

    public ReportedEntity? Entity { get; init; }
}

internal sealed record ReportedException(string? Message, string? FriendlyText, string? ExceptionType, string? StackTrace);

internal sealed record ReportedAccount(int AccountId, int AssociateId, string AssociateName);

internal sealed record ReportedEntity(string? Priority, int? Size, bool? IsSent);

using System.Globalization;
using System.Text.Json.Nodes;
using Services83.EMail.Commands.Output;
using Services83.EMail.RecentCalls;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// The output of <c>calls</c>: a line for each call without borders, so that it fits into 80 columns, and below it the error, if there was one.
/// </summary>
internal static class CallListing
{
    /// <summary>The width of a time and the space behind it.</summary>
    private const int Indentation = 10;

    private static readonly Listing<RecentCall> Calls = new(
        new("callId", "", call => call.CallId),
        new("calledAt", "", call => call.CalledAt),
        new("door", "", call => call.Door),
        new("operation", "", call => call.Operation),
        new("tenant", "", call => call.Tenant),
        new("login", "", call => call.LoginName),
        new("associateId", "", call => call.AssociateId),
        new("address", "", call => call.Address),
        new("milliseconds", "", call => call.Microseconds / 1000.0),
        new("error", "", call => call.Error),
        new("reason", "", call => call.Reason));

    public static JsonArray ToJson(IEnumerable<RecentCall> calls) => Calls.ToJson(calls);

    public static void Show(IReadOnlyList<RecentCall> calls, IAnsiConsole console)
    {
        if (calls.Count == 0)
        {
            console.WriteLine("There are no such calls.");
            return;
        }

        var (operations, callers) = (calls.Max(call => call.Operation.Length), calls.Max(call => CallerOf(call).Length));
        foreach (var day in calls.GroupBy(call => call.CalledAt.UtcDateTime.Date))
        {
            console.WriteLine($"{day.Key:yyyy-MM-dd} (UTC)");
            foreach (var call in day)
            {
                var line = $"{call.CalledAt.UtcDateTime:HH:mm:ss}  {call.Door}  {call.Operation.PadRight(operations)}  {CallerOf(call).PadRight(callers)}  {Duration(call),9}";
                console.WriteLine(line);
                ShowError(call, console);
            }
        }
    }

    /// <summary>Wrapped at the width of the terminal, and indented.</summary>
    private static void ShowError(RecentCall call, IAnsiConsole console)
    {
        if (call.Error is not null)
        {
            var address = call.LoginName is not null && call.Address is not null ? $" (from {call.Address})" : "";
            var text = string.IsNullOrEmpty(call.Reason) ? call.Error : $"{call.Error}: {call.Reason}";
            console.Write(new Padder(new Text(text + address), new Padding(Indentation, 0, 0, 0)));
        }
    }

    /// <summary>The user; the address if nobody known has called.</summary>
    private static string CallerOf(RecentCall call)
    {
        var name = call.LoginName ?? call.Address ?? "unknown";
        return call.Tenant is null ? name : $"{call.Tenant}/{name}";
    }

    private static string Duration(RecentCall call) => string.Create(CultureInfo.InvariantCulture, $"{call.Microseconds / 1000.0:F1} ms");
}

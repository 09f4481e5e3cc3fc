using System.Globalization;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>Who called what, from where, and what was told.</summary>
internal static class CallActions
{
    public static async Task ListAsync(Visit visit)
    {
        var form = new CallForm
        {
            Operation = visit.Query("operation").Trim(),
            User = visit.Query("user").Trim(),
            Address = visit.Query("address").Trim(),
            Door = visit.Query("door"),
            Error = visit.Query("error").Trim(),
            Text = visit.Query("text").Trim(),
            Slower = visit.Query("slower").Trim(),
            OnlyErrors = visit.Query("errors").Length > 0,
        };
        var before = long.TryParse(visit.Query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var rows = await visit.Get<RecentCallStore>().ListAsync(form.Filter with { Before = before, Limit = Page.Size + 1 }, visit.Aborted);
        await visit.ShowAsync<CallsPage>(new Dictionary<string, object?>
        {
            ["Form"] = form,
            ["Calls"] = (IReadOnlyList<RecentCall>)[.. rows.Take(Page.Size)],
            ["IsFirst"] = before is null,
            ["HasNext"] = rows.Count > Page.Size,
        });
    }
}

/// <summary>What an administrator has entered to find calls; an empty field finds all.</summary>
public sealed record CallForm
{
    public string Operation { get; init; } = "";

    /// <summary>Login name.</summary>
    public string User { get; init; } = "";

    /// <summary>Address of the client.</summary>
    public string Address { get; init; } = "";

    public string Door { get; init; } = "";

    /// <summary>The kind of error.</summary>
    public string Error { get; init; } = "";

    /// <summary>Text in what the caller was told.</summary>
    public string Text { get; init; } = "";

    /// <summary>The shortest duration in milliseconds. What is no number finds all.</summary>
    public string Slower { get; init; } = "";

    public bool OnlyErrors { get; init; }

    internal CallFilter Filter => new()
    {
        Operation = Given(Operation),
        LoginName = Given(User),
        Address = Given(Address),
        Door = Given(Door),
        Error = Given(Error),
        Text = Given(Text),
        AtLeast = int.TryParse(Slower, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds * 1000L : 0,
        OnlyErrors = OnlyErrors,
    };

    /// <summary>The address of the list with these fields, below the pages.</summary>
    internal string Path => "calls" + QueryString.Create(
    [
        .. new (string Name, string Value)[]
            {
                ("operation", Operation), ("user", User), ("address", Address), ("door", Door), ("error", Error), ("text", Text), ("slower", Slower), ("errors", OnlyErrors ? "yes" : ""),
            }
            .Where(pair => pair.Value.Length > 0).Select(pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value)),
    ]);

    private static string? Given(string text) => text.Length > 0 ? text : null;
}

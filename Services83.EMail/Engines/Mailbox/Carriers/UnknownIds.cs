using System.Globalization;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Lists in the reply's <c>ExtraInfo</c> the ids of a request that were skipped because they do not exist.</summary>
internal static class UnknownIds
{
    /// <summary>A longer list would not help anybody.</summary>
    private const int MaxNamed = 1000;

    /// <summary>An id can be any text; a long one is cut.</summary>
    private const int MaxLength = 100;

    public static void Report(CallContext call, IEnumerable<int> ids) =>
        Report(call, ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    public static void Report(CallContext call, IEnumerable<string> ids)
    {
        var named = ids.Take(MaxNamed + 1).Select(id => id.Length > MaxLength ? id[..MaxLength] + "…" : id).ToArray();
        if (named.Length > 0)
        {
            call.ExtraInfo["UnknownIds"] = string.Join(',', named.Take(MaxNamed)) + (named.Length > MaxNamed ? ",…" : "");
        }
    }
}

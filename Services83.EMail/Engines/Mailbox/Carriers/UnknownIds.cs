using System.Globalization;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Names in the reply's <c>ExtraInfo</c> what of a request was passed over because it is not there.</summary>
internal static class UnknownIds
{
    /// <summary>More names than this help nobody.</summary>
    private const int MaxNamed = 1000;

    /// <summary>An id that is a text may be anything; a long one is cut.</summary>
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

using Services83.EMail.Tests.Architecture.Samples.Upper;

namespace Services83.EMail.Tests.Architecture.Samples.Lower;

// Each type but the first uses the upper room in one way that the checker must find.
internal sealed class Innocent
{
    public string Text { get; set; } = "";
}

internal sealed class InField
{
    private readonly List<Top[]> _upper = [];

    public int Count => _upper.Count;
}

internal static class InSignature
{
    public static void Take(IEnumerable<KeyValuePair<string, Top>> tops) => ArgumentNullException.ThrowIfNull(tops);
}

internal static class InBody
{
    public static int Call() => Top.Value;
}

internal static class InLocal
{
    public static int Count(object any)
    {
        var tops = (any as List<Top>)!;
        return tops.Count + tops.Capacity;
    }
}

internal static class InGenericCall
{
    public static object Empty() => Enumerable.Empty<Top>();
}

internal static class InLambda
{
    public static Func<int, object> Make() => _ => typeof(Top);
}

internal static class InAsyncMethod
{
    public static async Task WaitAsync()
    {
        await Task.Yield();
        Top.Value = 1;
    }
}

internal static class InCatch
{
    public static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (TopException)
        {
            return false;
        }
    }
}

[Top]
internal sealed class InAttribute;

internal sealed class InBase : Top;

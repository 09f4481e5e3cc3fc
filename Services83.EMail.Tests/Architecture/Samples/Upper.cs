using Services83.EMail.Tests.Architecture.Samples.Lower;

namespace Services83.EMail.Tests.Architecture.Samples.Upper;

/// <summary>Types that the lower room must not use.</summary>
internal class Top
{
    public static int Value { get; set; }

    public static Innocent Friend { get; } = new();
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TopAttribute : Attribute;

internal sealed class TopException : Exception;

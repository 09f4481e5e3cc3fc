using Services83.EMail.Tests.Architecture.Samples.Lower;

namespace Services83.EMail.Tests.Architecture.Samples.Upper;

/// <summary>What the types of the room below must not name.</summary>
internal class Top
{
    public static int Value { get; set; }

    public static Innocent Friend { get; } = new();
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TopAttribute : Attribute;

internal sealed class TopException : Exception;

using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// Starts the fixtures that wait most before others, each namespace as early as the first fixture in it: while they wait for their programs,
/// others use the processor, and no long one is left for the end. A fixture of another category that takes long has a <see cref="LongWaitAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class LongWaitsFirstAttribute : NUnitAttribute, IApplyToTest
{
    private static readonly string[] WaitMost = [Tier.Kills, Tier.Clients, Tier.Programs, Tier.Servers];

    public void ApplyToTest(Test test) => Order(test);

    private static int Order(ITest test)
    {
        var order = test.Properties.Get(PropertyNames.Order) is int given ? given
            : test is TestFixture || !test.HasChildren
            ? Array.FindIndex(WaitMost, test.Properties["Category"].Contains)
            : test.Tests.Min(Order);
        if (order < 0)
        {
            order = WaitMost.Length;
        }

        test.Properties.Set(PropertyNames.Order, order);
        return order;
    }
}

/// <summary>Has a fixture started among the first ones.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LongWaitAttribute() : PropertyAttribute(PropertyNames.Order, 0);

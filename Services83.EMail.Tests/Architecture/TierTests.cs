using NUnit.Framework;
using NUnit.Framework.Interfaces;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>Checks that tests of the pure tier start no other program.</summary>
public sealed class TierTests
{
    private static readonly ILookup<string, string> Names = TypeReferences.Of(typeof(TierTests).Assembly)
        .Where(reference => reference.Namespace != typeof(TierTests).Namespace)
        // It starts a database server only where the environment says so.
        .Where(reference => reference.Type != typeof(TestStorage).FullName)
        .ToLookup(reference => reference.Type, reference => reference.TargetType);

    private static IEnumerable<Type> Fixtures => typeof(TierTests).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsNested: false } && type.GetMethods().Any(method => method.GetCustomAttributes(inherit: true).Any(IsTest)));

    [Test]
    public void A_fixture_that_starts_programs_says_of_which_tier_it_is()
    {
        var untold = Fixtures.Where(type => CategoriesOf(type).Length == 0 && Reaches(type.FullName!, typeof(System.Diagnostics.Process).FullName!));

        Assert.That(string.Join("\n", untold.Select(type => type.FullName)), Is.Empty);
    }

    [Test]
    public void A_fixture_that_compares_costs_says_so() => Assert.That(
        Fixtures.Where(type => Names[type.FullName!].Contains(typeof(Cost.Growth).FullName) != CategoriesOf(type).Contains(Tier.Costs)), Is.Empty);

    [Test]
    public void No_fixture_is_of_two_tiers() => Assert.That(Fixtures.Where(type => CategoriesOf(type).Length > 1), Is.Empty);

    private static bool IsTest(object attribute) => attribute is ISimpleTestBuilder or ITestBuilder;

    private static string[] CategoriesOf(Type type) => [.. type.GetCustomAttributes(typeof(CategoryAttribute), inherit: true)
        .Select(category => ((CategoryAttribute)category).Name).Intersect(Tier.All)];

    /// <summary>Whether a type uses another, directly or through types that it uses.</summary>
    private static bool Reaches(string type, string target)
    {
        var seen = new HashSet<string> { type };
        var open = new Stack<string>([type]);
        while (open.TryPop(out var one))
        {
            foreach (var next in Names[one])
            {
                if (next == target)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}

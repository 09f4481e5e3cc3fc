using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>Checks that tests of the pure tier start no other program and no server of ours.</summary>
public sealed class TierTests
{
    private static readonly ILookup<string, string> Names = TypeReferences.Of(typeof(TierTests).Assembly)
        .Where(reference => reference.Namespace != typeof(TierTests).Namespace)
        // It starts a database server only where the environment says so.
        .Where(reference => reference.Type != typeof(TestStorage).FullName)
        .ToLookup(reference => reference.Type, reference => reference.TargetType);

    /// <summary>What builds an engine or a web server, or runs the program's commands.</summary>
    private static readonly Type[] Hosts =
    [
        typeof(WebApplicationBuilder), typeof(HostApplicationBuilder), typeof(EMail.Hosting.Server), typeof(EMail.Commands.CommandLine),
        typeof(EMail.Commands.Sandbox.FrontServer), typeof(EMail.Commands.Sandbox.Control.ControlServer),
    ];

    private static IEnumerable<Type> Fixtures => typeof(TierTests).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsNested: false } && type.GetMethods().Any(method => method.GetCustomAttributes(inherit: true).Any(IsTest)));

    [Test]
    public void A_fixture_that_starts_programs_says_of_which_tier_it_is() =>
        Assert.That(ThoseThatUse([typeof(System.Diagnostics.Process)], [Tier.Engines]), Is.Empty);

    [Test]
    public void A_fixture_that_starts_engines_or_web_servers_says_so() => Assert.That(ThoseThatUse(Hosts, []), Is.Empty);

    [Test]
    public void A_fixture_that_compares_costs_says_so() => Assert.That(
        Fixtures.Where(type => Names[type.FullName!].Contains(typeof(Cost.Growth).FullName) != CategoriesOf(type).Contains(Tier.Costs)), Is.Empty);

    [Test]
    public void No_fixture_is_of_two_tiers() => Assert.That(Fixtures.Where(type => CategoriesOf(type).Length > 1), Is.Empty);

    private static bool IsTest(object attribute) => attribute is ISimpleTestBuilder or ITestBuilder;

    private static string[] CategoriesOf(Type type) => [.. type.GetCustomAttributes(typeof(CategoryAttribute), inherit: true)
        .Select(category => ((CategoryAttribute)category).Name).Intersect(Tier.All)];

    /// <summary>The fixtures of the pure tier, and of others, that use one of the types.</summary>
    private static string ThoseThatUse(Type[] types, string[] others) => string.Join("\n", Fixtures
        .Where(fixture => CategoriesOf(fixture).All(others.Contains) && types.Any(type => Reaches(fixture.FullName!, type.FullName!)))
        .Select(fixture => fixture.FullName));

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

using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>Every promise in docs/security.md names the test that checks it, and every test that the page names exists.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "security.md"));

    [Test]
    public void Every_test_that_the_page_names_exists()
    {
        var tests = typeof(SecurityPageTests).Assembly.GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal)).ToArray();
        var known = tests.Select(type => type.Name)
            .Concat(tests.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Select(method => $"{type.Name}.{method.Name}")))
            .ToHashSet(StringComparer.Ordinal);
        var named = TestName().Matches(Page).Select(match => match.Groups[1].Value).ToArray();

        Assert.That(named, Has.Length.GreaterThan(30));
        Assert.That(named.Where(name => !known.Contains(name)), Is.Empty);
    }

    [Test]
    public void Every_promise_names_a_test()
    {
        var promises = Page.Split("| promise | checked by |").Skip(1)
            .SelectMany(table => table.Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')))
            .ToArray();

        Assert.That(promises, Has.Length.GreaterThan(15));
        Assert.That(promises.Where(promise => !TestName().IsMatch(promise)), Is.Empty);
    }

    [GeneratedRegex(@"`(\w+Tests(?:\.\w+)?)`")]
    private static partial Regex TestName();
}

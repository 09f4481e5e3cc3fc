using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>
/// No package with a known vulnerability is used, not even one that only another package needs. A restore with a network checks NuGet's own
/// list; this test checks what can be checked without a network.
/// </summary>
public sealed class DependencyTests
{
    /// <summary>The first safe version of each, and the vulnerability of earlier ones.</summary>
    private static readonly Dictionary<string, (Version Safe, string Reason)> Minimum = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SourceGear.sqlite3"] = (new(3, 50, 3), "CVE-2025-6965 and CVE-2025-7709: SQLite writes outside its memory"),
        ["SQLitePCLRaw.lib.e_sqlite3"] = (new(2, 1, 12), "CVE-2025-6965: up to 2.1.11 the library in it is SQLite 3.49.1 or older"),
        ["Microsoft.Data.Sqlite.Core"] = (new(8, 0, 0), "6.0 and 7.0 get no corrections any more"),
        ["Newtonsoft.Json"] = (new(13, 0, 1), "CVE-2024-21907: deep nesting ends the process"),
        ["System.Text.Json"] = (new(8, 0, 5), "CVE-2024-43485: quadratic work with extension data"),
        ["System.Text.Encodings.Web"] = (new(5, 0, 1), "CVE-2021-26701: remote code execution"),
        ["System.Text.RegularExpressions"] = (new(4, 3, 1), "CVE-2019-0820: endless matching"),
        ["System.Net.Http"] = (new(4, 3, 4), "CVE-2018-8292: credentials follow a redirect"),
        ["System.Formats.Asn1"] = (new(8, 0, 1), "CVE-2024-38095: a certificate ends the process"),
        ["System.Drawing.Common"] = (new(5, 0, 3), "CVE-2021-24112: remote code execution"),
    };

    // CVE-2025-7709 is fixed in 3.50.3, CVE-2025-6965 in 3.50.2.
    private static readonly Version SafeSqlite = new(3, 50, 3);

    private static readonly string[] Projects =
        ["libraries/Soap", "libraries/Html", "libraries/Mail", "libraries/Sandbox", "Services83.EMail", "Services83.EMail.Tests", "Services83.EMail.Benchmarks"];

    [Test]
    public void No_resolved_package_has_a_known_hole([ValueSource(nameof(Projects))] string project)
    {
        var resolved = Resolved(project);

        Assert.That(resolved, Is.Not.Empty);
        Assert.That(resolved.Select(Hole).OfType<string>(), Is.Empty);
    }

    [TestCase("sourcegear.sqlite3", "3.50.2.1", true)]
    [TestCase("SourceGear.sqlite3", "3.50.4.5", false)]
    [TestCase("Newtonsoft.Json", "13.0.1-beta1", true)]
    [TestCase("Newtonsoft.Json", "13.0.1", false)]
    [TestCase("Dapper", "0.1.0", false)]
    public void A_version_before_the_safe_one_is_a_hole(string name, string version, bool expected) =>
        Assert.That(Hole((name, version)) is not null, Is.EqualTo(expected));

    [Test]
    public void The_library_that_runs_is_the_one_of_the_package()
    {
        using var database = new TestDatabase();
        var product = database.Database.Product.Split(' ');

        Assert.That(product[0], Is.EqualTo("SQLite"));
        Assert.That(Version.Parse(product[1]), Is.GreaterThanOrEqualTo(SafeSqlite));
        Assert.That(Resolved("Services83.EMail").Single(package => package.Name == "SourceGear.sqlite3").Version, Does.StartWith(product[1] + "."));
    }

    private static string? Hole((string Name, string Version) package)
    {
        if (!Minimum.TryGetValue(package.Name, out var known))
        {
            return null;
        }

        var parts = package.Version.Split('-');
        var version = Version.Parse(parts[0]);

        // A preview comes before the version with the same number.
        var isSafe = parts.Length == 1 ? version >= known.Safe : version > known.Safe;
        return isSafe ? null : $"{package.Name} {package.Version} is older than {known.Safe}: {known.Reason}";
    }

    /// <summary>All packages that restore has chosen for a project, including transitive ones.</summary>
    private static (string Name, string Version)[] Resolved(string project)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(project, "obj", "project.assets.json")));
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => (library.Name.Split('/')[0], library.Name.Split('/')[1])),
        ];
    }
}

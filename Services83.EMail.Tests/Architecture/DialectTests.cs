using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>Conventions that no analyzer can check.</summary>
public sealed partial class DialectTests
{
    private static readonly string[] Folders = ["libraries", "Services83.EMail", "Services83.EMail.Tests", "Services83.EMail.Benchmarks"];

    private static IEnumerable<(string Place, string Line)> Lines => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj", "Clients"]).Any())
        .SelectMany(file => File.ReadLines(file).Select((line, i) => ($"{Path.GetRelativePath(Repository.Root, file)}:{i + 1}", line)));

    [Test]
    public void A_caught_exception_has_a_name_that_is_a_word() =>
        Assert.That(Lines.Where(line => Abbreviated().IsMatch(line.Line)).Select(line => line.Place), Is.Empty);

    [GeneratedRegex(@"catch \([\w.<>?]+ (e|ex|err)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Abbreviated();
}

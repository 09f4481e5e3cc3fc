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

    [Test]
    public void Comments_and_pages_use_the_words_of_the_glossary() =>
        Assert.That(Comments.Concat(Prose).Where(line => Avoided().IsMatch(line.Text)).Select(line => line.Place), Is.Empty, "docs/architecture.md, Language");

    /// <summary>Comment lines without their XML tags, and without code in them.</summary>
    private static IEnumerable<(string Place, string Text)> Comments => Lines
        .Where(line => line.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .Select(line => (line.Place, Code().Replace(line.Line, "")));

    /// <summary>Lines of the pages without code in them; a page begins outside of a code block.</summary>
    private static IEnumerable<(string Place, string Text)> Prose => Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
        .Append(Repository.PathOf("README.md"))
        .SelectMany(file => File.ReadAllText(file).Split("```").Where((_, i) => i % 2 == 0).SelectMany(text => text.Split('\n'))
            .Select(line => ($"{Path.GetRelativePath(Repository.Root, file)}: {line}", Code().Replace(line, ""))));

    [GeneratedRegex("<c>.*?</c>|<[^>]*>|`[^`]*`|\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    /// <summary>Words with a plain one in their place: byte, again, disconnect, unexpected, skip.</summary>
    [GeneratedRegex(@"\b(octets?(?!-stream)|anew|h[au]ngs? up|foresaw|pass(ed|es)? over)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Avoided();

    [GeneratedRegex(@"catch \([\w.<>?]+ (e|ex|err)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Abbreviated();
}

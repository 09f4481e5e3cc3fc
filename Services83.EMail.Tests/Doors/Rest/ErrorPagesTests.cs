using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Doors.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The tables of errors in docs/ list the kinds of error that there are, with what the doors make of them.</summary>
public sealed partial class ErrorPagesTests
{
    private static readonly ErrorKind[] Kinds = Enum.GetValues<ErrorKind>();

    [Test]
    public void The_page_of_the_operations_lists_every_kind() => Assert.That(
        Rows("operations.md", "| `ExceptionType` | meaning | `Parameters` |").Select(row => Names(row[0]).Single()),
        Is.EquivalentTo(Kinds.Select(kind => kind.WireName()).Distinct()));

    [Test]
    public void The_page_of_the_web_API_lists_every_kind_with_its_status() => Assert.That(
        Rows("rest.md", "| status | `ExceptionType` | when |").SelectMany(row => Names(row[1]).Select(name => $"{row[0]} {name}")),
        Is.EquivalentTo(Kinds.Select(kind => $"{RestErrors.StatusOf(kind)} {kind.WireName()}")
            .Concat(Enum.GetValues<RestErrorKind>().Select(kind => $"{RestErrors.StatusOf(kind)} {kind}"))));

    [Test]
    public void The_page_of_the_gateway_lists_every_way_in_which_a_tenant_fails() => Assert.That(
        Rows("gateway.md", "| `reason` | `ExceptionType` | what happened |").Select(row => Names(row[0]).Single()),
        Is.EquivalentTo(Enum.GetNames<UpstreamFailure>()));

    [Test]
    public void No_kind_of_the_web_API_has_the_name_of_another() =>
        Assert.That(Enum.GetNames<RestErrorKind>().Intersect(Kinds.Select(kind => kind.WireName())), Is.Empty);

    [Test]
    public void A_name_of_the_wire_leads_back_to_its_kind()
    {
        Assert.That(Kinds.Select(kind => ErrorKinds.Find(kind.WireName())!.Value.WireName()), Is.EqualTo(Kinds.Select(kind => kind.WireName())));
        Assert.That((ErrorKinds.Find("MailServer"), ErrorKinds.Find("notfound")), Is.EqualTo(((ErrorKind?)ErrorKind.MailServer, (ErrorKind?)null)));
    }

    /// <summary>The cells of a table, row by row.</summary>
    private static string[][] Rows(string page, string header)
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", page));
        string[][] rows = [.. lines.SkipWhile(line => line != header).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
        Assert.That(rows, Is.Not.Empty, $"docs/{page} has no table {header}");
        return rows;
    }

    private static string[] Cells(string line) => line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    private static IEnumerable<string> Names(string cell) => Quoted().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Quoted();
}

using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class PeopleCommandTests : ProgramFixture
{
    [Test]
    public async Task People_of_a_csv_file_are_imported_listed_brought_up_to_date_and_deleted()
    {
        var csv = await WriteAsync(
            "people.csv",
            "\uFEFFid,name,First_Name,last_name,organisation,department,email,birth_date\r\n"
            + "7,,Kari,Nordmann,\"Blåbær, Søn\",Lab,kari@x.example; k@x.example,1980-02-29\r\n,Ola,,,,,ola@x.example,\r\n,,,,Acme,,info@x.example,\r\n,,,,,,lonely@x.example,\r\n");

        var first = await MustRunAsync("", "people", "import", csv);
        var again = await MustRunAsync("", "people", "import", csv);
        var listed = await MustRunAsync("", "people", "list");
        var found = await MustRunAsync("", "people", "list", "k@X");
        var deleted = await MustRunAsync("", "people", "delete", "1");
        var organisation = await MustRunAsync("", "people", "delete", "2", "--organisation");
        var missing = await RunAsync("people", "delete", "1");

        Assert.That((first.Output, again.Output), Is.EqualTo(("4 added, 0 updated.", "0 added, 4 updated.")));
        Assert.That(listed.Rows, Is.EqualTo(new[]
        {
            new[] { "1", "Kari Nordmann", "1", "Blåbær, Søn, Lab", "kari@x.example; k@x.example", "7" },
            ["2", "Ola", "", "", "ola@x.example", ""],
            ["3", "lonely@x.example", "", "", "lonely@x.example", ""],
            ["", "", "2", "Acme", "info@x.example", ""],
            ["", "", "1", "Blåbær, Søn, Lab", "", ""],
        }));
        Assert.That(found.Rows.Select(row => row[0]), Is.EqualTo(new[] { "1" }));
        Assert.That((deleted.Output, organisation.Output), Is.EqualTo(("Person 1 is deleted.", "Organisation 2 is deleted.")));
        Assert.That((missing.ExitCode, missing.Error), Is.EqualTo((1, "There is no person 1.")));
    }

    [Test]
    public async Task Cards_are_imported_beside_a_running_server()
    {
        await StartServerAsync();
        var file = await WriteAsync("people.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Example\nEMAIL:ann@x.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:All\nEND:VCARD\n");

        Assert.That((await MustRunAsync("", "people", "import", file)).Output, Is.EqualTo("1 added, 0 updated."));
    }

    [TestCase("p.csv", "name,email\nAnn,a@x\nBob,bob\nCy,c@x y\n,\n", "Line 3: 'bob' is not an e-mail address.\nLine 4: 'c@x y' is not an e-mail address.\nLine 5: There is neither a name nor an address.\nNothing was imported.")]
    [TestCase("p.csv", "id,name,organisation\n7,Ann,\n7,,Acme\n7,Bob,\n", "Line 4: The id '7' is already used in line 2.\nNothing was imported.")]
    [TestCase("p.csv", "name,birth_date\nAnn,29.2.1980\n", "Line 2: The birth_date '29.2.1980' is not a date such as 1980-02-29.\nNothing was imported.")]
    [TestCase("p.csv", "name,email\nAnn,a@x\nBob\n", "Line 3: There are 1 fields, the header has 2.\nNothing was imported.")]
    [TestCase("p.vcf", "BEGIN:VCARD\nFN:Ann\nEMAIL:nowhere\nEND:VCARD\nBEGIN:VCARD\n", "Line 1: 'nowhere' is not an e-mail address.\nLine 5: the card that begins here does not end with END:VCARD.\nNothing was imported.")]
    [TestCase("p.txt", "", "The name of the file must end in .vcf or .csv.")]
    public async Task What_is_wrong_is_named_and_nothing_is_imported(string name, string text, string reason)
    {
        var result = await RunAsync("people", "import", await WriteAsync(name, text));

        Assert.That((result.ExitCode, result.Error.ReplaceLineEndings("\n")), Is.EqualTo((1, reason)));
        Assert.That((await MustRunAsync("", "people", "list")).Rows, Is.Empty);
    }

    [Test]
    public async Task Files_that_are_missing_or_in_another_encoding_are_refused()
    {
        var missing = Path.Combine(Folder, "none.csv");
        var latin = Path.Combine(Folder, "latin.csv");
        await File.WriteAllBytesAsync(latin, Encoding.Latin1.GetBytes("name\nBlåbær\n"), Deadline);

        Assert.That((await RunAsync("people", "import", missing)).Error, Is.EqualTo($"There is no file {missing}."));
        Assert.That((await RunAsync("people", "import", latin)).Error, Is.EqualTo("The file is not in UTF-8. Nothing was imported."));
    }

    [Test]
    public async Task Of_many_wrong_lines_the_first_are_named()
    {
        var file = await WriteAsync("p.csv", "email\n" + string.Concat(Enumerable.Repeat("bad\n", 30)));

        var lines = (await RunAsync("people", "import", file)).Error.ReplaceLineEndings("\n").Split('\n');

        Assert.That(lines, Has.Length.EqualTo(22));
        Assert.That((lines[19], lines[20], lines[21]), Is.EqualTo(("Line 21: 'bad' is not an e-mail address.", "and 10 more.", "Nothing was imported.")));
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, text, Deadline);
        return file;
    }
}

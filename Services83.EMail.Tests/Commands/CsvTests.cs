using NUnit.Framework;
using Services83.EMail.Commands;

namespace Services83.EMail.Tests.Commands;

public sealed class CsvTests
{
    private static readonly string[] Columns = ["email", "password"];

    [TestCase("email,password\na@x,b", "a@x", "b")]
    [TestCase("\uFEFFemail,password\r\na@x,b\r\n", "a@x", "b")]
    [TestCase("Password , EMAIL\nb,a@x", "a@x", "b")]
    [TestCase("email,password\n\n\na@x,b\n\n", "a@x", "b")]
    [TestCase("email,password\na@x,\"b,c\"", "a@x", "b,c")]
    [TestCase("email,password\na@x,\"\"\"b\"", "a@x", "\"b")]
    [TestCase("email,password\na@x,\"\"\"\"", "a@x", "\"")]
    [TestCase("email,password\na@x,\"b\"\"c\"", "a@x", "b\"c")]
    [TestCase("email,password\na@x,\"\"", "a@x", "")]
    [TestCase("email,password\na@x,\"b\r\nc\"\r\n", "a@x", "b\nc")]
    [TestCase("email,password\na@x, b ", "a@x", " b ")]
    [TestCase("email,password\nblå@bær.example,pøss", "blå@bær.example", "pøss")]
    public void A_row_is_read_by_column_name(string text, string email, string password)
    {
        var row = Csv.Read(text, Columns).Single().Fields;

        Assert.That((row["email"], row["password"]), Is.EqualTo((email, password)));
    }

    [Test]
    public void A_row_knows_the_line_that_it_starts_in()
    {
        var rows = Csv.Read("email,password\r\na,\"1\r\n2\"\r\n\r\nb,3\r\n", Columns);

        Assert.That(rows.Select(row => row.Line), Is.EqualTo([2, 5]));
    }

    [Test]
    public void A_row_with_too_few_or_too_many_fields_does_not_hide_the_others()
    {
        var rows = Csv.Read("email,password\na@x\nb@x,c\nc@x,d,e", Columns);

        Assert.That(rows.Select(row => row.Problem), Is.EqualTo(new[] { "There are 1 fields, the header has 2.", null, "There are 3 fields, the header has 2." }));
    }

    [Test]
    public void A_line_is_read_as_it_was_written()
    {
        string[] fields = ["a,b", "c \"d\""];
        var row = Csv.Read($"email,password\n{Csv.Line(fields)}\n", Columns).Single().Fields;

        Assert.That(new[] { row["email"], row["password"] }, Is.EqualTo(fields));
    }

    [TestCase("", TestName = "Nothing_is_in_an_empty_file")]
    [TestCase("email,password\n", TestName = "Nothing_is_below_a_lonely_header")]
    public void Nothing(string text) => Assert.That(Csv.Read(text, Columns), Is.Empty);

    [TestCase("email,password\na@x,\"b", "The quote opened in line 2 is not closed.")]
    [TestCase("email,password\na@x,b\"c", "Line 2: a field with a quote in it must be in quotes, and the quote doubled.")]
    [TestCase("email,password\na@x,\"b\"c", "Line 2: a comma or the end of the line must follow the closing quote.")]
    [TestCase("email,passwrod\na@x,b", "There is no column 'passwrod'; there are email, password.")]
    [TestCase("email,Email\na@x,b", "The header names a column twice.")]
    public void What_is_wrong_is_named(string text, string message) =>
        Assert.That(() => Csv.Read(text, Columns).Count(), Throws.TypeOf<CommandException>().With.Message.EqualTo(message));
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Identity;

namespace Services83.EMail.Tests.Identity;

public sealed class TicketTests
{
    private static readonly Ticket Example = new(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), 12345);

    [Test]
    public void A_ticket_is_7T_and_the_base64_of_a_guid_and_a_number()
    {
        var text = Example.ToText();

        Assert.That(text, Does.StartWith("7T:"));
        Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(text[3..])), Is.EqualTo("0f8fad5b-d9cb-469f-a165-70867728950e;12345"));
    }

    [Test]
    public void What_is_written_is_read_back() => Prop.ForAll(
        ArbMap.Default.ArbFor<Guid>(),
        ArbMap.Default.ArbFor<(ulong, ulong)>(),
        (id, number) =>
        {
            var ticket = new Ticket(id, new UInt128(number.Item1, number.Item2));
            return Ticket.TryParse(ticket.ToText(), out var read) && read == ticket;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Every_text_is_either_refused_or_the_one_spelling_of_its_ticket() => Prop.ForAll(
        Candidates().ToArbitrary(),
        text => !Ticket.TryParse(text, out var ticket) || ticket.ToText() == text).QuickCheckThrowOnFailure();

    [Test]
    public void A_changed_character_is_refused_or_another_ticket() => Prop.ForAll(
        Gen.Choose(0, Ticket.Create().ToText().Length - 1).ToArbitrary(),
        Gen.Choose(32, 126).ToArbitrary(),
        (position, character) =>
        {
            var original = Ticket.Create();
            var text = original.ToText();
            position = Math.Min(position, text.Length - 1);
            var changed = text[..position] + (char)character + text[(position + 1)..];
            return changed == text || !Ticket.TryParse(changed, out var read) || read != original;
        }).QuickCheckThrowOnFailure();

    [TestCase(null)]
    [TestCase("")]
    [TestCase("7T:")]
    [TestCase("7T:1234abcxyzExample==")]
    [TestCase("7t:MGY4ZmFkNWItZDljYi00NjlmLWExNjUtNzA4Njc3Mjg5NTBlOzE=")]
    [TestCase("MGY4ZmFkNWItZDljYi00NjlmLWExNjUtNzA4Njc3Mjg5NTBlOzE=")]
    public void What_is_no_ticket_is_refused(string? text) => Assert.That(Ticket.TryParse(text, out _), Is.False);

    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e;012345")]
    [TestCase("0F8FAD5B-D9CB-469F-A165-70867728950E;12345")]
    [TestCase("{0f8fad5b-d9cb-469f-a165-70867728950e};12345")]
    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e;-12345")]
    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e;12345;")]
    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e")]
    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e;340282366920938463463374607431768211456")]
    public void Another_spelling_of_the_inside_is_refused(string inside) =>
        Assert.That(Ticket.TryParse("7T:" + Convert.ToBase64String(Encoding.ASCII.GetBytes(inside)), out _), Is.False);

    [Test]
    public void Tickets_differ_in_both_parts()
    {
        var tickets = Enumerable.Range(0, 200).Select(_ => Ticket.Create()).ToArray();

        Assert.That(tickets.Select(ticket => ticket.Id), Is.Unique);
        Assert.That(tickets.Select(ticket => ticket.Number), Is.Unique);
    }

    [Test]
    public void Printing_a_ticket_does_not_tell_the_secret() => Assert.That(Example.ToString(), Does.Not.Contain("12345").IgnoreCase);

    private static Gen<string> Candidates()
    {
        var inside = from id in ArbMap.Default.GeneratorFor<Guid>()
                     from number in ArbMap.Default.GeneratorFor<int>()
                     from separator in Gen.Elements(";", ":", ";;", "; ", "")
                     from format in Gen.Elements("D", "N", "B")
                     select id.ToString(format) + separator + number;
        return from text in Gen.OneOf(inside, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))
               from prefix in Gen.Elements("7T:", "7t:", "")
               select prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }
}

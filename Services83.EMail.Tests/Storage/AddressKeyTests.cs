using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

public sealed class AddressKeyTests
{
    [TestCase("ann@example.com")]
    [TestCase(" Ann@EXAMPLE.com. ")]
    [TestCase("ANN@example.COM")]
    public void Letter_case_blanks_and_a_last_dot_do_not_count(string address) => Assert.That(AddressKey.Of(address), Is.EqualTo("ann@example.com"));

    [TestCase("bjørn@blåbær.example", "bjørn@xn--blbr-roah.example")]
    [TestCase("BJØRN@BLÅBÆR.example", "bjørn@xn--blbr-roah.example")]
    [TestCase("bjørn@XN--BLBR-ROAH.example", "bjørn@xn--blbr-roah.example")]
    [TestCase("bjørn@blåbær.example", "bjørn@xn--blbr-roah.example", Description = "letters composed of two characters")]
    [TestCase("\"a@b\"@example.com", "\"a@b\"@example.com")]
    public void An_international_domain_is_compared_in_ascii(string address, string key) => Assert.That(AddressKey.Of(address), Is.EqualTo(key));

    [TestCase("")]
    [TestCase("@")]
    [TestCase("nobody")]
    [TestCase("a@..")]
    [TestCase("a@ø..ø")]
    [TestCase("a@\uD800")]
    [TestCase("\uDC00")]
    [TestCase("a@\u0000\uFFFF")]
    public void What_is_no_address_has_a_key_nevertheless(string text) => Assert.That(AddressKey.Of(text), Is.EqualTo(AddressKey.Of(AddressKey.Of(text))));

    [Test]
    public void A_domain_of_endless_length_is_compared_as_it_stands() =>
        Assert.That(AddressKey.Of("a@" + new string('Ø', 100_000)), Is.EqualTo("a@" + new string('ø', 100_000)));
}

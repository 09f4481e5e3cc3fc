using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

public sealed class SecretProtectorTests
{
    [Test]
    public void A_secret_comes_back_for_its_own_purpose_only()
    {
        using var files = new TestDatabase();
        var protector = files.Protector;

        var stored = protector.Protect("mail password", "Blåbær & Søn");

        Assert.That(stored, Does.Not.Contain("Blåbær").IgnoreCase);
        Assert.That(protector.Unprotect("mail password", stored), Is.EqualTo("Blåbær & Søn"));
        Assert.Catch<StorageException>(() => protector.Unprotect("something else", stored));
    }

    [Test]
    public void Without_its_keys_a_secret_stays_closed_and_the_error_says_where_they_should_be()
    {
        using var files = new TestDatabase();
        var stored = files.Protector.Protect("mail password", "x");

        var error = Assert.Catch<StorageException>(() => files.Protector.Unprotect("mail password", stored));
        Assert.That(error.Message, Does.Contain(files.Options.KeyPlace));
    }
}

using NUnit.Framework;
using Services83.EMail.Storage;
using Shouldly;

namespace Services83.EMail.Tests.Storage;

public sealed class SecretProtectorTests
{
    [Test]
    public void A_secret_comes_back_for_its_own_purpose_only()
    {
        using var files = new TestDatabase();
        var protector = files.Protector;

        var stored = protector.Protect("mail password", "Blåbær & Søn");

        stored.ShouldNotContain("Blåbær");
        protector.Unprotect("mail password", stored).ShouldBe("Blåbær & Søn");
        Should.Throw<StorageException>(() => protector.Unprotect("something else", stored));
    }

    [Test]
    public void Without_its_keys_a_secret_stays_closed_and_the_error_says_where_they_should_be()
    {
        using var files = new TestDatabase();
        var stored = files.Protector.Protect("mail password", "x");

        var error = Should.Throw<StorageException>(() => files.Protector.Unprotect("mail password", stored));
        error.Message.ShouldContain(files.Options.KeyFolder);
    }
}

using System.Buffers.Binary;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Identity;

namespace Services83.EMail.Tests.Identity;

public sealed class PasswordHashTests
{
    /// <summary>The hash says it itself: a version, then the function and the rounds as four bytes each.</summary>
    [Test]
    public void The_program_hashes_passwords_with_210000_rounds_of_HMAC_SHA512()
    {
        var services = new ServiceCollection();
        services.AddIdentity();
        using var provider = services.BuildServiceProvider();

        var hash = Convert.FromBase64String(
            provider.GetRequiredService<IPasswordHasher<StoredAssociate>>().HashPassword(new StoredAssociate(), "secret"));

        Assert.That(hash[0], Is.EqualTo(1));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)), Is.EqualTo((int)KeyDerivationPrf.HMACSHA512));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)), Is.EqualTo(210_000));
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Connections.Tokens;

/// <summary>The proof key of a consent (RFC 7636).</summary>
public static class ProofKey
{
    private const int Bytes = 32;

    public static ConsentProof Create() => new(Random(), Random());

    /// <summary>The code challenge of method S256.</summary>
    public static string ChallengeOf(ConsentProof proof) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(proof.Verifier)));

    /// <summary>256 random bits in base64url.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}

using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage;

namespace Services83.EMail.Webhooks;

/// <summary>
/// Signatures after the Standard Webhooks convention (standardwebhooks.com), symmetric scheme <c>v1</c>: HMAC-SHA-256 of id, time and body,
/// joined by dots.
/// </summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The convention asks for 24 to 64 bytes.</summary>
    private const int KeyBytes = 32;

    /// <summary>A random key, written as receivers' libraries expect it.</summary>
    public static Secret CreateSecret() => new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    /// <param name="secret">As <see cref="CreateSecret"/> writes it.</param>
    /// <param name="messageId">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="payload">The body, exactly as it is sent.</param>
    public static string Of(string secret, string messageId, long timestamp, string payload) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes($"{messageId}.{timestamp}.{payload}")));
}

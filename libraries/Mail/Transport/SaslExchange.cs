using System.Text;

namespace Services83.EMail.Mail.Transport;

/// <summary>A login by SASL (RFC 4422) in which the client answers once. Not a record, so that printing it shows no secret.</summary>
internal sealed class SaslExchange(string mechanism, string answer, string dismissal = "")
{
    /// <summary>Its name in the server's capabilities.</summary>
    public string Mechanism { get; } = mechanism;

    /// <summary>The client's answer, in base64. It contains the secret.</summary>
    public string Answer { get; } = Base64(answer);

    /// <summary>The client's second answer, in base64, after the server has explained its refusal. The server then ends the exchange.</summary>
    public string Dismissal { get; } = Base64(dismissal);

    public static SaslExchange Plain(string userName, string password) => new("PLAIN", $"\0{userName}\0{password}");

    /// <summary>The mechanism of Google and Microsoft from before the standard.</summary>
    public static SaslExchange XOAuth2(string userName, string token) => new("XOAUTH2", $"user={userName}\u0001auth=Bearer {token}\u0001\u0001");

    /// <summary>RFC 7628. The server is named, so that it can refuse a token for another server (section 3.1).</summary>
    public static SaslExchange OAuthBearer(string userName, string token, LineOptions server) => new(
        "OAUTHBEARER",
        $"n,a={Escaped(userName)},\u0001host={server.Host}\u0001port={server.Port}\u0001auth=Bearer {token}\u0001\u0001",
        "\u0001");

    /// <summary>A name in a GS2 header (RFC 5801, section 4).</summary>
    private static string Escaped(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

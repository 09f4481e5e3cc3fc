using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Connections.Tokens;

/// <summary>The settings that requests to identity providers need.</summary>
/// <param name="Providers">The identity providers, by the name that operators chose.</param>
/// <param name="TrustFor">The certificates that are accepted from a host, given in its canonical form.</param>
/// <param name="ConnectTimeout">For connecting and TLS together.</param>
public sealed record TokenSettings(IReadOnlyDictionary<string, OAuthProviderOptions> Providers, Func<string, TlsTrust> TrustFor, TimeSpan ConnectTimeout);

using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace Services83.EMail.Connections.Tokens;

/// <summary>The clients of Microsoft's library.</summary>
public static class MicrosoftClients
{
    /// <summary>A client without a secret, for device codes.</summary>
    public static IPublicClientApplication Public(OAuthProviderOptions options, ProviderHttp http)
    {
        var builder = PublicClientApplicationBuilder.Create(options.ClientId)
            .WithAuthority(OAuthProviderRules.AuthorityOf(options).AbsoluteUri, validateAuthority: options.Authority is null)
            .WithLegacyCacheCompatibility(false).WithHttpClientFactory(new Factory(http), retryOnceOn5xx: false);
        return WithDiscovery(builder, options).Build();
    }

    /// <param name="options">The provider.</param>
    /// <param name="http">Makes the requests.</param>
    /// <param name="redirect">Where a browser comes back to; null if there is none.</param>
    /// <exception cref="MsalClientException">The certificate cannot be used.</exception>
    public static IConfidentialClientApplication Confidential(OAuthProviderOptions options, ProviderHttp http, Uri? redirect)
    {
        var builder = ConfidentialClientApplicationBuilder.Create(options.ClientId)
            .WithAuthority(OAuthProviderRules.AuthorityOf(options).AbsoluteUri, validateAuthority: options.Authority is null)
            .WithLegacyCacheCompatibility(false).WithHttpClientFactory(new Factory(http), retryOnceOn5xx: false);
        builder = options.CertificateFile.Length > 0
            ? builder.WithCertificate(ReadCertificate(options.CertificateFile))
            : builder.WithClientSecret(options.ClientSecret);
        return WithDiscovery(redirect is null ? builder : builder.WithRedirectUri(redirect.AbsoluteUri), options).Build();
    }

    private static X509Certificate2 ReadCertificate(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new TokenException(TokenFailure.Settings, $"CertificateFile {file} cannot be read as PEM with a certificate and its private key.", exception);
        }
    }

    /// <summary>Microsoft's list of its own clouds knows nothing of another authority.</summary>
    private static T WithDiscovery<T>(T builder, OAuthProviderOptions options)
        where T : AbstractApplicationBuilder<T> => options.Authority is null ? builder : builder.WithInstanceDiscovery(false);

    private sealed class Factory(ProviderHttp http) : IMsalHttpClientFactory
    {
        private readonly HttpClient _client = http.CreateClient();

        public HttpClient GetHttpClient() => _client;
    }
}

/// <summary>The library's cache for one person, read from bytes and written to bytes.</summary>
public sealed class MicrosoftCache
{
    public MicrosoftCache(ITokenCache cache, byte[] bytes)
    {
        Bytes = bytes;
        cache.SetBeforeAccess(access => access.TokenCache.DeserializeMsalV3(Bytes, shouldClearExistingCache: true));
        cache.SetAfterAccess(access => Bytes = access.HasStateChanged ? access.TokenCache.SerializeMsalV3() : Bytes);
    }

    /// <summary>The state after the last access.</summary>
    public byte[] Bytes { get; private set; }
}

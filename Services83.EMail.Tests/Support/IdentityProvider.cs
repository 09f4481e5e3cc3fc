using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real OpenID provider of the tests' own; <c>IdentityProvider/provider.mjs</c> says what it does. It ends with <see cref="DisposeAsync"/>,
/// and also when the process that started it is killed.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TestCertificate _certificate;
    private readonly RSA _clientKey;
    private readonly IReadOnlyList<int> _ports;
    private readonly HttpClient _client;

    private IdentityProvider(Process process, TestCertificate certificate, RSA clientKey, IReadOnlyList<int> ports)
    {
        (_process, _certificate, _clientKey, _ports) = (process, certificate, clientKey, ports);
        _client = new HttpClient(Handler(allowRedirect: false));
    }

    /// <summary>Where browsers come back to.</summary>
    public static Uri Redirect { get; } = new("https://services83.test/oauth/callback");

    public Uri Origin => new(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_ports[0]}"));

    /// <summary>Without TLS, for mail servers that ask about tokens.</summary>
    public Uri PlainOrigin => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports[1]}"));

    /// <summary>SHA-256 in hex.</summary>
    public string Fingerprint => _certificate.Fingerprint;

    /// <summary>The certificate and the private key of a client, which is also the key of a service account.</summary>
    public string ClientPem => new System.Security.Cryptography.X509Certificates.CertificateRequest(
        "CN=client", _clientKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1)).ExportCertificatePem() + "\n" + ClientKeyPem;

    public string ClientKeyPem => _clientKey.ExportPkcs8PrivateKeyPem();

    private static string Folder => Repository.PathOf("Services83.EMail.Tests", "Support", "IdentityProvider");

    public static async Task<IdentityProvider> StartAsync(CancellationToken cancellationToken)
    {
        Requires.NodePackage(Path.Combine(Folder, "node_modules", "oidc-provider"));
        var folder = Directory.CreateTempSubdirectory("identity-").FullName;
        var certificate = TestCertificate.ForLoopback();
        var clientKey = RSA.Create(2048);
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.CertificatePem, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), certificate.KeyPem, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { redirect = Redirect.AbsoluteUri, clientKey = clientKey.ExportPkcs8PrivateKeyPem() }), cancellationToken);
        var ports = LocalProgram.FreePorts(2);
        var process = StartNode(folder, ports);
        var provider = new IdentityProvider(process, certificate, clientKey, ports);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTimeout);
        await Polling.UntilAsync(provider.AnswersAsync, deadline.Token);
        return provider;
    }

    /// <summary>What the provider does from now on, and what it was asked: see <c>provider.mjs</c>.</summary>
    public async Task<JsonObject> SetAsync(object change, CancellationToken cancellationToken)
    {
        using var reply = await _client.PostAsJsonAsync(new Uri(Origin, "/test"), change, cancellationToken);
        return (await reply.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
    }

    /// <summary>The requests for tokens and device codes so far, or since the last reset.</summary>
    public async Task<IReadOnlyList<JsonNode>> RequestsAsync(CancellationToken cancellationToken) =>
        [.. (await SetAsync(new { }, cancellationToken))["requests"]!.AsArray().Select(request => request!)];

    /// <summary>Forgets what an earlier test has set.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) =>
        SetAsync(new { user = (string?)null, failures = 0, error = (object?)null, requests = Array.Empty<object>(), life = 3600, ended = (string?)null }, cancellationToken);

    /// <summary>The key that signs tokens, in PEM.</summary>
    public async Task<(string Id, string Pem)> SignerAsync(CancellationToken cancellationToken)
    {
        var key = (await _client.GetFromJsonAsync<JsonObject>(new Uri(Origin, "/jwt/jwks"), cancellationToken))!["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = System.Buffers.Text.Base64Url.DecodeFromChars((string)key["n"]!),
            Exponent = System.Buffers.Text.Base64Url.DecodeFromChars((string)key["e"]!),
        });
        return ((string)key["kid"]!, rsa.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>A browser of a person without an earlier session.</summary>
    internal TestBrowser Browser() => new(Handler(allowRedirect: false));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await LocalProgram.EndAsync(_process);
        _certificate.Dispose();
        _clientKey.Dispose();
    }

    private static Process StartNode(string folder, List<int> ports) => Process.Start(new ProcessStartInfo(
        "sh",
        [
            "-c", LocalProgram.LoggingGuardian, "sh", folder, Requires.Node, Path.Combine(Folder, "provider.mjs"), folder,
            ports[0].ToString(CultureInfo.InvariantCulture), ports[1].ToString(CultureInfo.InvariantCulture),
        ])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardError = true,
    })!;

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The identity provider did not start: {await _process.StandardError.ReadToEndAsync()}");
        }

        try
        {
            await SetAsync(new { }, CancellationToken.None);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private SocketsHttpHandler Handler(bool allowRedirect) => new()
    {
        AllowAutoRedirect = allowRedirect,
        CookieContainer = new CookieContainer(),
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == Fingerprint },
    };
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Administration.Doctor;

/// <summary>Examines the certificates that this server shows to its own clients, as the section <c>Kestrel</c> of the settings names them.</summary>
internal static class CertificateExamination
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);

    public static IEnumerable<Finding> Run(IConfiguration configuration, TimeProvider time) =>
        SectionsOf(configuration.GetSection("Kestrel")).Select(section => Examine(section, time.GetUtcNow()));

    private static IEnumerable<IConfigurationSection> SectionsOf(IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        (section.Key is "Certificates" || child.Key is "Certificate") && child["Path"] is not null ? [child] : SectionsOf(child));

    private static Finding Examine(IConfigurationSection section, DateTimeOffset now)
    {
        var path = section["Path"]!;
        try
        {
            using var certificate = Load(path, section["Password"]);
            var ends = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
            return ends - now > Soon
                ? new(Severity.Ok, $"Certificate {path}", $"is valid until {ends.UtcDateTime:yyyy-MM-dd}")
                : new(
                    ends > now ? Severity.Warning : Severity.Error, $"Certificate {path}", $"{(ends > now ? "ends" : "ended")} on {ends.UtcDateTime:yyyy-MM-dd}",
                    "Renew it and restart the server.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new(Severity.Error, $"Certificate {path}", "cannot be read", $"Check {section.Path}:Path, the rights of the file and its password.");
        }
    }

    private static X509Certificate2 Load(string path, string? password) => X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
        ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
        : X509CertificateLoader.LoadCertificateFromFile(path);
}

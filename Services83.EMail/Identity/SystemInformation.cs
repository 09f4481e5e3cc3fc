using System.Reflection;
using Microsoft.Extensions.Options;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// The reply of <c>GetSystemInfo</c>: this program, the version that clients expect, its database and its company. There is no licence that
/// could expire. Callers need no login, so the reply contains neither the commit nor the version of the database product, which would help
/// to find known vulnerabilities.
/// </summary>
public sealed class SystemInformation(IDatabase database, IOptions<IdentityOptions> options, TimeProvider time)
{
    private const string ProductName = "Services83.EMail";

    /// <summary>For the dates of a licence that has no end.</summary>
    private static readonly DateTime Never = DateTime.MaxValue.Date;

    private static readonly Assembly Program = typeof(SystemInformation).Assembly;

    public async Task<SoSystemInfoCarrier> DescribeAsync(CancellationToken cancellationToken)
    {
        var schema = await database.FirstOrDefaultAsync<int>("SELECT max(version) FROM schema_version", new { }, cancellationToken);
        var version = Program.GetName().Version?.ToString(3) ?? "";
        return new SoSystemInfoCarrier
        {
            TableRight = new TableRight { Mask = ETableRight.Select, Reason = "" },
            License = License(),
            WarningEnglish = "",
            WarningResource = "",
            BranchName = "",
            BuildLabel = Program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? version,
            AssemblyVersion = options.Value.NetServerAssembly,
            FileVersion = options.Value.NetServerVersion,
            Description = $"{ProductName} {version}",
            AccumulatedNextCheckDate = Never,
            DaysUntilNetServerExpiry = (Never - time.GetUtcNow().UtcDateTime).Days,
            BuildType = NetServerBuildType.Release,
            DatabaseVersion = schema,
            IsUnicode = true,
            CompanyName = options.Value.CompanyName,
            DatabaseType = database.Product.Split(' ')[0],
            DatabaseMinor = "",
            DatabaseName = "email",
        };
    }

    private LicenseInfo License() => new()
    {
        CompanyName = options.Value.CompanyName,
        SerialNr = "",
        OwnerName = "",
        OwnerDescription = "",
        NextCheckDate = Never,
        MaintenanceDate = Never,
        AdminWarningDate = Never,
        ExpiryDate = Never,
        GraceDate = Never,
        LicenseUrl = "",
        LicenseVersion = "",
        DeploymentType = (int)options.Value.Deployment,
        ProductType = ProductName,
        ProductDescription = "Open source under the MIT license",
        ModuleLicenses = [],
        Signature = "",
    };
}

using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Storage;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">The same number is the same step for every product. Without gaps, from the first that the product has.</param>
/// <param name="Name">The text after the number in the file name.</param>
/// <param name="Sql">The statements; they run in one transaction.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the statements. Line ends are ignored, because a checkout may change them.</summary>
    public string Checksum { get; } =
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>The embedded files <c>Storage/{provider}/Migrations/0001_name.sql</c>, in order.</summary>
    public static IReadOnlyList<Migration> LoadFor(string provider)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"Migrations/{provider}/";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Load(assembly, name, name[prefix.Length..]))
            .OrderBy(migration => migration.Version)
            .ToArray();
    }

    private static Migration Load(Assembly assembly, string resource, string fileName)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Resource '{resource}' is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var parts = Path.GetFileNameWithoutExtension(fileName).Split('_', 2);
        return new Migration(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], reader.ReadToEnd());
    }
}

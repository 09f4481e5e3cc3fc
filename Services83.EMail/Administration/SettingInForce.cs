using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Services83.EMail.Administration;

/// <summary>A setting as the program uses it.</summary>
/// <param name="Key">Its name, such as <c>Storage:DataFolder</c>.</param>
/// <param name="Value">Its value; only that there is one, if it is a secret.</param>
/// <param name="Source">Where it comes from: a file, the environment, the command line, or the program's default.</param>
/// <param name="IsDefault">Whether nobody has set it.</param>
public sealed record SettingInForce(string Key, string Value, string Source, bool IsDefault)
{
    private const string Hidden = "(not shown)";

    private static readonly string[] Secrets = ["Password", "Secret", "ConnectionString", "Token", "Key", "Credentials"];

    /// <summary>Lists the settings, by key.</summary>
    /// <param name="configuration">All sources.</param>
    /// <param name="sections">The program's sections with the types that they are bound to.</param>
    /// <param name="others">Further sections and keys.</param>
    public static IReadOnlyList<SettingInForce> List(
        IConfigurationRoot configuration, IReadOnlyDictionary<string, Type> sections, IReadOnlyList<string> others)
    {
        var set = sections.Keys.Select(section => section.Split(':')[0]).Concat(others).Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(section => configuration.GetSection(section).AsEnumerable()).Where(pair => pair.Value is not null)
            .Select(pair => new SettingInForce(pair.Key, Shown(pair.Key, pair.Value!), SourceOf(configuration, pair.Key), IsDefault: false)).ToList();
        var keys = set.Select(setting => setting.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var defaults = sections.SelectMany(section => DefaultsOf(section.Key, section.Value))
            .Where(setting => !keys.Contains(setting.Key) && !keys.Any(key => key.StartsWith($"{setting.Key}:", StringComparison.OrdinalIgnoreCase)));
        return [.. set.Concat(defaults).OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)];
    }

    private static IEnumerable<SettingInForce> DefaultsOf(string section, Type options)
    {
        var instance = Activator.CreateInstance(options)!;
        return options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanWrite: true, CanRead: true })
            .Select(property => (property.Name, Value: property.GetValue(instance)))
            .Where(pair => pair.Value is null or string or IFormattable or bool || pair.Value.GetType().IsEnum)
            .Select(pair => new SettingInForce(
                $"{section}:{pair.Name}", Shown(pair.Name, FormattableString.Invariant($"{pair.Value}")), "default", IsDefault: true));
    }

    /// <summary>The last source that has the key is the one that counts.</summary>
    private static string SourceOf(IConfigurationRoot configuration, string key) =>
        configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            JsonConfigurationProvider { Source: { Path: { } path } source } => source.FileProvider?.GetFileInfo(path).PhysicalPath ?? path,
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            _ => "program",
        };

    private static string Shown(string key, string value) =>
        value.Length > 0 && Array.Exists(Secrets, secret => key.Split(':')[^1].EndsWith(secret, StringComparison.OrdinalIgnoreCase)) ? Hidden : value;
}

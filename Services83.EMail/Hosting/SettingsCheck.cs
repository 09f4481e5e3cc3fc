using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Doors.Dashboard;
using Services83.EMail.Doors.Soap;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Engines.Mailbox.Temporary;
using Services83.EMail.Hosting.Exporting;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Hosting;

/// <summary>
/// Refuses unknown settings and invalid values before they are used. The framework alone would ignore a misspelt key and an entry of a list
/// that it cannot convert.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>Every section of the program and the type that it is bound to.</summary>
    internal static readonly IReadOnlyDictionary<string, Type> Sections = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        [StorageOptions.Section] = typeof(StorageOptions),
        [IdentityOptions.Section] = typeof(IdentityOptions),
        [SyncOptions.Section] = typeof(SyncOptions),
        [MailOptions.Section] = typeof(MailOptions),
        [EgressOptions.Section] = typeof(EgressOptions),
        [DnsOptions.Section] = typeof(DnsOptions),
        [DocumentOptions.Section] = typeof(DocumentOptions),
        [ConnectionOptions.Section] = typeof(ConnectionOptions),
        [SendingOptions.Section] = typeof(SendingOptions),
        [WebhookOptions.Section] = typeof(WebhookOptions),
        [SoapDoorOptions.Section] = typeof(SoapDoorOptions),
        [RestOptions.Section] = typeof(RestOptions),
        [DashboardOptions.Section] = typeof(DashboardOptions),
        [GatewayOptions.Section] = typeof(GatewayOptions),
        [TelemetryOptions.Section] = typeof(TelemetryOptions),
    };

    /// <summary>Settings of the program that are in no section of it, and sections of the framework that it uses.</summary>
    internal static readonly string[] OtherKeys = ["Urls", "Logging", "Kestrel", EngineSetup.EngineKey, ReverseProxy.PathBaseKey];

    /// <summary>Checks the values of the program's sections, from all sources, and the names of the settings on the command line.</summary>
    /// <param name="configuration">All sources together.</param>
    /// <param name="commandLine">Settings as <c>--Section:Key=value</c>. Other sections in the environment belong to other
    /// programs.</param>
    /// <exception cref="SettingsException">Something is wrong; the message lists everything.</exception>
    public static void Check(IConfiguration configuration, IEnumerable<string> commandLine)
    {
        List<string> failures =
        [
            .. commandLine.Select(NameOf).Where(name => !IsKnownSection(name)).Select(Unknown),
            .. Sections.SelectMany(section => Check(configuration.GetSection(section.Key), section.Value)),
        ];
        if (failures.Count > 0)
        {
            throw new SettingsException(failures);
        }
    }

    /// <summary>Runs the checks that the sections define themselves.</summary>
    /// <exception cref="SettingsException">Something is wrong; the message lists everything.</exception>
    public static void Check(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new SettingsException([.. exception.Failures]);
        }
        catch (AggregateException exception)
        {
            throw new SettingsException(
                [.. exception.InnerExceptions.OfType<OptionsValidationException>().SelectMany(one => one.Failures)]);
        }
    }

    private static string NameOf(string setting) => setting.TrimStart('-').Split('=')[0];

    private static bool IsKnownSection(string name) =>
        name.Split(':')[0] is var first
        && (Sections.ContainsKey(first) || OtherKeys.Contains(first, StringComparer.OrdinalIgnoreCase));

    private static string Unknown(string name) => $"There is no setting {name}.";

    private static IEnumerable<string> Check(IConfigurationSection section, Type options) =>
        section.GetChildren().Where(child => !Sections.ContainsKey(child.Path)).SelectMany(child =>
            options.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { CanWrite: true } property
                ? CheckValue(child, property)
                : [Unknown(child.Path)]);

    private static IEnumerable<string> CheckValue(IConfigurationSection setting, PropertyInfo property) =>
        EntryType(property.PropertyType) is { } entry
            ? setting.GetChildren().SelectMany(child => Check(child, entry))
            : CheckSingleValue(setting, property);

    /// <summary>The type of the values, if the setting is a section of named entries with settings of their own.</summary>
    private static Type? EntryType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) && type.GetGenericArguments()[1] is { IsClass: true } value && value != typeof(string)
            ? value
            : null;

    private static IEnumerable<string> CheckSingleValue(IConfigurationSection setting, PropertyInfo property)
    {
        object? value;
        try
        {
            value = setting.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException)
        {
            var given = setting.Value ?? string.Join(", ", setting.GetChildren().Select(child => child.Value));
            return [$"{setting.Path} must be {Expected(property.PropertyType)}, not '{given}'."];
        }

        return property.GetCustomAttributes<ValidationAttribute>()
            .Where(rule => !IsValid(rule, value))
            .Select(rule => rule.FormatErrorMessage(setting.Path));
    }

    private static bool IsValid(ValidationAttribute rule, object? value)
    {
        try
        {
            return rule.IsValid(value);
        }
        catch (OverflowException)
        {
            // A range with int bounds cannot compare a longer number.
            return false;
        }
    }

    private static string Expected(Type type) => (type.GetElementType() ?? type) switch
    {
        { IsEnum: true } names => string.Join(" or ", Enum.GetNames(names)),
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(TimeSpan) => "a time such as 00:00:10",
        var plain when plain == typeof(Uri) => "an address such as https://crm.example.com",
        var plain when plain.IsPrimitive => "a whole number",
        _ => "something else",
    };
}

/// <summary>Settings that the program cannot start with.</summary>
internal sealed class SettingsException(IReadOnlyList<string> failures)
    : Exception(string.Join('\n', failures.Select(failure => "Wrong setting: " + failure)));

using System.Reflection;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Contract;

/// <summary>Every part of the contract is documented.</summary>
public sealed class DocumentationTests
{
    private static readonly Assembly Program = typeof(IEMailAgent).Assembly;

    private static readonly Dictionary<string, XElement> Documentation = XDocument
        .Load(Path.ChangeExtension(Program.Location, ".xml")).Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    private static IEnumerable<Type> ContractTypes => Program.GetExportedTypes().Where(type => type.Namespace == "Services83");

    [Test]
    public void Every_type_is_explained() =>
        Assert.That(ContractTypes.Where(type => !IsExplained($"T:{type.FullName}")), Is.Empty);

    [Test]
    public void Every_property_and_enum_value_is_explained()
    {
        var properties = ContractTypes.SelectMany(Declared).Where(property => !IsOverride(property)).Select(property => Id('P', property));
        var values = ContractTypes
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => Id('F', field));

        Assert.That(properties.Concat(values).Where(id => !IsExplained(id)), Is.Empty);
    }

    [Test]
    public void Every_operation_its_parameters_and_its_result_are_explained()
    {
        Type[] contracts = [typeof(IWebEMailAgent), typeof(ISoPrincipal)];
        Assert.That(contracts.SelectMany(ContractMethods.Of).SelectMany(Unexplained), Is.Empty);
    }

    private static IEnumerable<string> Unexplained(MethodInfo operation)
    {
        var id = Id('M', operation);
        var member = Documentation
            .FirstOrDefault(entry => entry.Key == id || entry.Key.StartsWith($"{id}(", StringComparison.Ordinal)).Value;
        if (!HasText(member?.Element("summary")))
        {
            yield return id;
        }

        foreach (var parameter in operation.GetParameters())
        {
            if (!HasText(member?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name)))
            {
                yield return $"{id} {parameter.Name}";
            }
        }
        if (operation.ReturnType != typeof(Task) && !HasText(member?.Element("returns")))
        {
            yield return $"{id} returns";
        }
    }

    private static PropertyInfo[] Declared(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static bool IsOverride(PropertyInfo property) => property.GetMethod!.GetBaseDefinition() != property.GetMethod;

    private static string Id(char kind, MemberInfo member) => $"{kind}:{member.DeclaringType!.FullName}.{member.Name}";

    private static bool IsExplained(string id) => HasText(Documentation.GetValueOrDefault(id)?.Element("summary"));

    private static bool HasText(XElement? element) => !string.IsNullOrWhiteSpace(element?.Value);
}

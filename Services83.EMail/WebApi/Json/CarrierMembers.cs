using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Services83.EMail.WebApi.Json;

/// <summary>The members of a carrier on the wire, those of its base class last, as on the vendor's pages.</summary>
internal static class CarrierMembers
{
    private const int PerClass = 10_000;

    public static void Arrange(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(DataContractAttribute), inherit: false))
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.AttributeProvider is PropertyInfo member && member.GetCustomAttribute<DataMemberAttribute>() is { } declared)
            {
                property.Order = declared.Order + (member.DeclaringType == type.Type ? 0 : PerClass);
            }
            else
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}

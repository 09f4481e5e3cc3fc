using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Services83.EMail.WebApi.Json;

/// <summary>The members of a carrier in the web API: the newer ones after the others, those of its base class last, as on the vendor's pages.</summary>
internal static class CarrierMembers
{
    private const int PerClass = 10_000;
    private const int Newer = 1_000;

    public static void Arrange(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(DataContractAttribute), inherit: false))
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.AttributeProvider is PropertyInfo member && OrderOf(member) is { } order)
            {
                property.Order = order + (member.DeclaringType == type.Type ? 0 : PerClass);
            }
            else
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private static int? OrderOf(PropertyInfo member) =>
        member.GetCustomAttribute<DataMemberAttribute>()?.Order ?? Newer + member.GetCustomAttribute<WebApiMemberAttribute>()?.Order;
}

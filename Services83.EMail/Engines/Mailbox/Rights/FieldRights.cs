using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>The rights on the fields of a carrier, by the names of its members on the wire.</summary>
internal static class FieldRights
{
    private static readonly ConcurrentDictionary<Type, (string Name, string Type)[]> Fields = new();

    public static FieldPropertyDictionary Of(Type carrier, Grant grant)
    {
        var properties = new FieldPropertyDictionary();
        foreach (var (name, type) in Fields.GetOrAdd(carrier, FieldsOf))
        {
            properties[name] = new FieldProperty { FieldRight = Right(grant, name), FieldType = type };
        }

        return properties;
    }

    private static FieldRight Right(Grant grant, string field) => grant.MayWrite(field)
        ? new FieldRight { Mask = EFieldRight.Read | EFieldRight.Write, Reason = "" }
        : new FieldRight { Mask = EFieldRight.Read | EFieldRight.UIHintReadOnly, Reason = grant.Reason };

    private static (string Name, string Type)[] FieldsOf(Type carrier) =>
    [
        .. carrier.GetProperties()
            .Where(property => property.IsDefined(typeof(DataMemberAttribute)) && property.DeclaringType != typeof(Carrier))
            .Select(property => (property.Name, TypeName(property.PropertyType))),
    ];

    /// <summary>For the framework's types the full name, as in the vendor's samples; for the contract's types their name in the
    /// contract.</summary>
    private static string TypeName(Type type) => type switch
    {
        { IsArray: true } => $"{TypeName(type.GetElementType()!)}[]",
        { Namespace: "System" } => type.FullName!,
        _ => type.Name,
    };
}

using System.Reflection;
using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>
/// Builds the serializers of a contract's types, once, at start. It supports primitives, enumerations, <c>[DataContract]</c> classes and
/// structs, arrays, lists and dictionaries. Any other type is refused at start, by name.
/// </summary>
/// <param name="namespaces">Receives every namespace of the types.</param>
/// <param name="orderOf">Members without <c>[DataMember]</c> that are added, see <see cref="Description.ContractDocuments"/>.</param>
internal sealed class SerializerFactory(XmlNamespaces namespaces, Func<PropertyInfo, int?>? orderOf = null)
{
    private readonly Dictionary<Type, ContractSerializer> _serializers = new(Primitives.All());
    private readonly XsdDataContractExporter _schemaNames = new();

    public ElementTag Tag(string ns, string localName) => new(namespaces.Get(ns), localName);

    /// <exception cref="NotSupportedException">The type, or one that it contains, cannot be part of a contract.</exception>
    public ContractSerializer<T> Get<T>() => (ContractSerializer<T>)Get(typeof(T));

    public ContractSerializer Get(Type type)
    {
        if (_serializers.TryGetValue(type, out var serializer))
        {
            return serializer;
        }

        return _serializers[type] = Create(type);
    }

    private ContractSerializer Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Call(nameof(CreateNullable), underlying);
        }

        if (type.IsEnum)
        {
            return Call(nameof(CreateEnum), type);
        }

        if (type.IsArray && type.GetArrayRank() == 1)
        {
            return Call(nameof(CreateArray), type.GetElementType()!);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            return Call(nameof(CreateList), type.GenericTypeArguments);
        }

        if (DictionaryArguments(type) is { } pair)
        {
            return Call(nameof(CreateDictionary), [type, .. pair]);
        }

        if (type.IsDefined(typeof(DataContractAttribute), false) && !type.IsAbstract)
        {
            return Call(nameof(CreateObject), type);
        }

        throw new NotSupportedException($"{type} cannot be part of a service contract: it is not a primitive, [DataContract], array, list or dictionary.");
    }

    private ContractSerializer Call(string method, params Type[] typeArguments) => Generic<Func<ContractSerializer>>(method, typeArguments)();

    /// <summary>A delegate, because the runtime compiles code for each method that is invoked by reflection twice.</summary>
    private TDelegate Generic<TDelegate>(string method, params Type[] typeArguments)
        where TDelegate : Delegate =>
        typeof(SerializerFactory).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(typeArguments).CreateDelegate<TDelegate>(this);

    private static Type[]? DictionaryArguments(Type type) =>
        type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GenericTypeArguments;

    private NullableSerializer<T> CreateNullable<T>()
        where T : struct => new(Get<T>());

    private EnumSerializer<T> CreateEnum<T>()
        where T : struct, Enum => new(_schemaNames.GetSchemaTypeName(typeof(T))!);

    private ArraySerializer<T> CreateArray<T>() => new(_schemaNames.GetSchemaTypeName(typeof(T[]))!, ItemTag<T>(typeof(T[])), Get<T>());

    private ListSerializer<T> CreateList<T>() => new(_schemaNames.GetSchemaTypeName(typeof(List<T>))!, ItemTag<T>(typeof(List<T>)), Get<T>());

    private ElementTag ItemTag<T>(Type collection)
    {
        var ns = _schemaNames.GetSchemaTypeName(collection)!.Namespace;
        return Tag(ns, _schemaNames.GetSchemaTypeName(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T))!.Name);
    }

    private DictionarySerializer<TDictionary, TKey, TValue> CreateDictionary<TDictionary, TKey, TValue>()
        where TDictionary : class, IDictionary<TKey, TValue>, new()
        where TKey : notnull
    {
        var typeName = _schemaNames.GetSchemaTypeName(typeof(TDictionary))!;
        var names = typeof(TDictionary).GetCustomAttribute<CollectionDataContractAttribute>();
        var item = names?.ItemName ?? typeName.Name["ArrayOf".Length..];
        return new DictionarySerializer<TDictionary, TKey, TValue>(
            typeName,
            Tag(typeName.Namespace, item),
            (Tag(typeName.Namespace, names?.KeyName ?? "Key"), Get<TKey>()),
            (Tag(typeName.Namespace, names?.ValueName ?? "Value"), Get<TValue>()));
    }

    private ObjectSerializer<T> CreateObject<T>()
    {
        var typeName = _schemaNames.GetSchemaTypeName(typeof(T))!;
        var serializer = new ObjectSerializer<T>(typeName, namespaces.Get(typeName.Namespace));

        // Registered before its members, because one of them may have the same type.
        _serializers[typeof(T)] = serializer;
        serializer.SetMembers([.. DataMembers(typeof(T)).Select(CreateMember<T>)]);
        return serializer;
    }

    private Member<T> CreateMember<T>(MemberInfo member) =>
        Generic<Func<MemberInfo, Member<T>>>(nameof(CreateTypedMember), typeof(T), TypeOf(member))(member);

    private Member<TOwner, TValue> CreateTypedMember<TOwner, TValue>(MemberInfo member)
    {
        if (member is PropertyInfo { CanRead: false } or PropertyInfo { CanWrite: false } or FieldInfo { IsInitOnly: true })
        {
            throw new NotSupportedException($"{member.DeclaringType}.{member.Name} cannot be a member of a data contract: it must have a getter and a setter.");
        }

        var attribute = member.GetCustomAttribute<DataMemberAttribute>();
        var ns = _schemaNames.GetSchemaTypeName(member.DeclaringType!)!.Namespace;
        return new Member<TOwner, TValue>(
            Tag(ns, attribute?.Name ?? member.Name), attribute?.IsRequired ?? false, SerializerOf<TValue>(member), member);
    }

    private ContractSerializer<T> SerializerOf<T>(MemberInfo member) =>
        Get<T>() is var serializer && serializer is DateTimeSerializer dates && member.IsDefined(typeof(UniversalTimeAttribute), false)
            ? (ContractSerializer<T>)(ContractSerializer)dates.Plain
            : serializer;

    /// <summary>Base class first; within a class by order, members without an order before, then by name; the added members last.</summary>
    private IEnumerable<MemberInfo> DataMembers(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var inherited = type.BaseType is { } parent && parent.IsDefined(typeof(DataContractAttribute), false) ? DataMembers(parent) : [];
        return inherited.Concat(type.GetMembers(Declared)
            .Select(member => (Member: member, Attribute: member.GetCustomAttribute<DataMemberAttribute>()))
            .Where(x => x.Attribute is not null)
            .OrderBy(x => x.Attribute!.Order)
            .ThenBy(x => x.Attribute!.Name ?? x.Member.Name, StringComparer.Ordinal)
            .Select(x => x.Member))
            .Concat(type.GetProperties(Declared).Where(property => orderOf?.Invoke(property) is not null).OrderBy(property => orderOf!(property)));
    }

    private static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
}

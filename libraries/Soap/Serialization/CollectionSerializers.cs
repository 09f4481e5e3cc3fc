using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>Common code of arrays and dictionaries: a sequence of elements with one name, each one item.</summary>
internal abstract class CollectionSerializer<TCollection, TItem>(XmlQualifiedName typeName, ElementTag itemTag)
    : ContractSerializer<TCollection>(typeName)
    where TCollection : class
{
    protected ElementTag ItemTag { get; } = itemTag;

    public override XmlNamespace ContentNamespace => ItemTag.Namespace;

    public override TCollection? Read(ContractReader reader)
    {
        if (reader.IsNil())
        {
            reader.Xml.Skip();
            return null;
        }

        reader.CheckType(TypeName);
        var element = reader.Xml.Current;
        var items = new List<TItem>();
        if (reader.Xml.Enter())
        {
            while (reader.Xml.MoveToChild(ItemTag))
            {
                if (!reader.Xml.Matches(ItemTag))
                {
                    throw WrongItem(reader);
                }

                items.Add(ReadItem(reader));
            }
        }

        return ToCollection(items) ?? throw reader.Error("A key occurs twice.", element);
    }

    protected abstract TItem ReadItem(ContractReader reader);

    /// <summary>The collection; null when two items contradict each other.</summary>
    protected abstract TCollection? ToCollection(List<TItem> items);

    // WCF skips such items, so the client does not notice that they were dropped.
    private DeserializationException WrongItem(ContractReader reader) => reader.Error(
        $"Expected an item '{ItemTag.LocalName}' of namespace '{ItemTag.Namespace.Uri}', found namespace "
        + $"'{ContractReader.Clip(reader.Xml.NamespaceUri)}'.");
}

internal sealed class ArraySerializer<TItem>(XmlQualifiedName typeName, ElementTag itemTag, ContractSerializer<TItem> item)
    : CollectionSerializer<TItem[], TItem>(typeName, itemTag)
{
    public override bool IsEmpty(TItem[] value) => value.Length == 0;

    public override void WriteContent(ContractWriter writer, TItem[] value)
    {
        foreach (var element in value)
        {
            item.WriteElement(writer, ItemTag, element);
        }
    }

    protected override TItem ReadItem(ContractReader reader) => item.Read(reader)!;

    protected override TItem[] ToCollection(List<TItem> items) => [.. items];
}

internal sealed class ListSerializer<TItem>(XmlQualifiedName typeName, ElementTag itemTag, ContractSerializer<TItem> item)
    : CollectionSerializer<List<TItem>, TItem>(typeName, itemTag)
{
    public override bool IsEmpty(List<TItem> value) => value.Count == 0;

    public override void WriteContent(ContractWriter writer, List<TItem> value)
    {
        foreach (var element in value)
        {
            item.WriteElement(writer, ItemTag, element);
        }
    }

    protected override TItem ReadItem(ContractReader reader) => item.Read(reader)!;

    protected override List<TItem> ToCollection(List<TItem> items) => items;
}

/// <summary>A dictionary: each item has a key and a value, in either order.</summary>
internal sealed class DictionarySerializer<TDictionary, TKey, TValue>(
    XmlQualifiedName typeName,
    ElementTag itemTag,
    (ElementTag Tag, ContractSerializer<TKey> Serializer) key,
    (ElementTag Tag, ContractSerializer<TValue> Serializer) value)
    : CollectionSerializer<TDictionary, KeyValuePair<TKey, TValue>>(typeName, itemTag)
    where TDictionary : class, IDictionary<TKey, TValue>, new()
    where TKey : notnull
{
    public override bool IsEmpty(TDictionary value) => value.Count == 0;

    public override void WriteContent(ContractWriter writer, TDictionary value1)
    {
        foreach (var pair in value1)
        {
            writer.WriteStart(ItemTag);
            key.Serializer.WriteElement(writer, key.Tag, pair.Key);
            value.Serializer.WriteElement(writer, value.Tag, pair.Value);
            writer.WriteEnd(ItemTag);
        }
    }

    protected override KeyValuePair<TKey, TValue> ReadItem(ContractReader reader)
    {
        var element = reader.Xml.Current;
        TKey? itemKey = default;
        TValue? itemValue = default;
        if (reader.Xml.Enter())
        {
            while (reader.Xml.MoveToChild(itemKey is null ? key.Tag : value.Tag))
            {
                if (reader.Xml.Matches(key.Tag))
                {
                    itemKey = key.Serializer.Read(reader);
                }
                else if (reader.Xml.Matches(value.Tag))
                {
                    itemValue = value.Serializer.Read(reader);
                }
                else
                {
                    reader.Xml.Skip();
                }
            }
        }

        if (itemKey is null)
        {
            throw reader.Error("A key must not be missing or nil.", element);
        }

        return new KeyValuePair<TKey, TValue>(itemKey, itemValue!);
    }

    protected override TDictionary? ToCollection(List<KeyValuePair<TKey, TValue>> items)
    {
        var dictionary = new TDictionary();
        foreach (var pair in items)
        {
            if (!dictionary.TryAdd(pair.Key, pair.Value))
            {
                return null;
            }
        }

        return dictionary;
    }
}

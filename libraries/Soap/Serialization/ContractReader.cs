using System.Xml;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>The reader for contract serializers: an XML reader with xsi:nil, xsi:type and error messages.</summary>
public sealed class ContractReader(XmlNamespaces namespaces, XmlLimits limits)
{
    public const string Serialization = "http://schemas.microsoft.com/2003/10/Serialization/";

    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private const int MaxKeptReferences = 1000;

    private readonly XmlNamespace _schemaInstance = namespaces.Get(SchemaInstance);
    private readonly XmlNamespace _serialization = namespaces.Get(Serialization);
    private Dictionary<string, (object Value, long Size)> _references = new(StringComparer.Ordinal);
    private long _repeated;

    public XmlPullReader Xml { get; } = new(namespaces, limits);

    /// <summary>Converts each date as it was sent to the form of the contract; null for no conversion.</summary>
    public Func<DateTime, DateTime>? Dates { get; set; }

    /// <summary>Whether the current element has xsi:nil.</summary>
    public bool IsNil()
    {
        if (Xml.AttributeCount == 0)
        {
            return false;
        }

        var value = Xml.GetAttribute("nil"u8, _schemaInstance);
        return value?.Trim() switch
        {
            null or "false" or "0" => false,
            "true" or "1" => true,
            _ => throw Error($"'{Clip(value)}' is not a valid value of xsi:nil."),
        };
    }

    /// <summary>The value that the current element refers to by z:Ref; null when it has none.</summary>
    public object? ReadReference(Type expected)
    {
        if (Xml.AttributeCount == 0 || Xml.GetAttribute("Ref"u8, _serialization) is not { } id)
        {
            return null;
        }

        if (!_references.TryGetValue(id, out var known) || known.Value.GetType() != expected)
        {
            throw Error($"z:Ref '{Clip(id)}' refers to no earlier element of a matching type.");
        }

        // Later code sees the value once for each reference, as if it had been sent as often.
        Xml.Claim?.Take(known.Size);
        _repeated += known.Size;
        Xml.Skip();
        return known.Value;
    }

    /// <summary>The z:Id of the current element; null when it has none.</summary>
    public string? ReadId() => Xml.AttributeCount == 0 ? null : Xml.GetAttribute("Id"u8, _serialization);

    /// <summary>The position in the message, in bytes; references count as the value that they refer to.</summary>
    public long Passed => Xml.Position + _repeated;

    /// <summary>Makes a value available for later references. Only after it has been read, so that nothing can refer to itself.</summary>
    /// <param name="id">Its z:Id.</param>
    /// <param name="value">The value.</param>
    /// <param name="start">The value of <see cref="Passed"/> at its beginning.</param>
    public void AddReference(string id, object value, long start) => _references[id] = (value, Passed - start);

    /// <summary>Resets the reader.</summary>
    public void Clear()
    {
        if (_references.Count > MaxKeptReferences)
        {
            _references = new(StringComparer.Ordinal);
        }

        _references.Clear();
        Dates = null;
        _repeated = 0;
        Xml.Clear();
    }

    /// <summary>Checks that an xsi:type, if there is one, is the contract's type.</summary>
    public void CheckType(XmlQualifiedName expected)
    {
        if (Xml.AttributeCount == 0)
        {
            return;
        }

        if (Xml.GetAttribute("type"u8, _schemaInstance)?.Trim() is not { } value)
        {
            return;
        }

        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : value[..colon];
        if (value[(colon + 1)..] != expected.Name || Xml.LookupNamespace(prefix) != expected.Namespace)
        {
            throw Error($"xsi:type '{Clip(value)}' is not the type '{expected.Name}' of namespace '{expected.Namespace}'.");
        }
    }

    /// <summary>The current element has a known name, but in another namespace.</summary>
    public DeserializationException WrongNamespace(ElementTag expected) =>
        Error($"Expected namespace '{expected.Namespace.Uri}', found '{Clip(Xml.NamespaceUri)}'.");

    /// <summary>An error in the current element.</summary>
    public DeserializationException Error(string message) => Error(message, Xml.Current);

    /// <summary>An error in an element that may have been read already.</summary>
    public DeserializationException Error(string message, ElementPosition element, Exception? cause = null)
    {
        var (line, position) = Xml.LineOf(element.Start);
        return new DeserializationException(
            $"Error in line {line} position {position}. Element '{Clip(Xml.NameOf(element))}': {message}", cause);
    }

    /// <summary>A part of the request, cut to a length that may be repeated in a reply.</summary>
    public static string Clip(string value) => value.Length <= 100 ? value : string.Concat(value.AsSpan(0, 100), "...");
}

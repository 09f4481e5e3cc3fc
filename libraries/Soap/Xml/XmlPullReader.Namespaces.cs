using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Soap.Xml;

// Prefixes and the namespaces that they stand for.
public sealed partial class XmlPullReader
{
    // Prefixes are searched one by one, so their number is limited. Clients declare ten or twenty.
    private const int MaxNamespaces = 256;

    private NamespaceBinding[] _bindings = new NamespaceBinding[16];
    private int _bindingCount;

    /// <summary>The current element's namespace; null when it has none or one that the contract does not know.</summary>
    public XmlNamespace? Namespace => _binding < 0 ? null : _bindings[_binding].Known;

    public string NamespaceUri => _binding < 0 ? "" : UriOf(_bindings[_binding]);

    /// <summary>The namespace of a prefix in the current element; null when it has not been declared.</summary>
    public string? LookupNamespace(string prefix)
    {
        var binding = FindBinding(Encoding.UTF8.GetBytes(prefix));
        return binding >= 0 ? UriOf(_bindings[binding]) : prefix.Length == 0 ? "" : null;
    }

    private void AddBinding(int prefixStart, int prefixLength, int uriStart, int uriLength)
    {
        if (_bindingCount == MaxNamespaces)
        {
            throw Error($"More than {MaxNamespaces} namespace declarations are in scope.");
        }

        if (_bindingCount == _bindings.Length)
        {
            Array.Resize(ref _bindings, _bindingCount * 2);
        }

        var raw = Bytes(uriStart, uriLength);
        var known = raw.Contains((byte)'&') ? namespaces.Find(Encoding.UTF8.GetBytes(DecodeAttribute(uriStart, uriLength))) : namespaces.Find(raw);
        _bindings[_bindingCount++] = new NamespaceBinding(prefixStart, prefixLength, uriStart, uriLength, known);
    }

    /// <summary>Index of the innermost binding of the prefix; -1 when there is none, or when it undeclares the default namespace.</summary>
    private int FindBinding(ReadOnlySpan<byte> prefix)
    {
        for (var i = _bindingCount - 1; i >= 0; i--)
        {
            ref var binding = ref _bindings[i];
            if (binding.PrefixLength == prefix.Length && Bytes(binding.PrefixStart, binding.PrefixLength).SequenceEqual(prefix))
            {
                return binding.UriLength == 0 ? -1 : i;
            }
        }

        return -1;
    }

    private string UriOf(NamespaceBinding binding) => binding.Known?.Uri ?? DecodeAttribute(binding.UriStart, binding.UriLength);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct NamespaceBinding(int PrefixStart, int PrefixLength, int UriStart, int UriLength, XmlNamespace? Known);
}

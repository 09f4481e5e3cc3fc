using System.Numerics;
using System.Runtime.CompilerServices;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A data contract class or struct: its members by name, those of base classes first.</summary>
internal sealed class ObjectSerializer<T>(XmlQualifiedName typeName, XmlNamespace ns) : ContractSerializer<T>(typeName)
{
    private Member<T>[] _members = [];
    private ulong _required;

    // The first member of the last object; the search starts there. Only a hint, so it needs no lock.
    private int _first;

    public override XmlNamespace ContentNamespace => ns;

    /// <summary>Second step of building, because a contract may contain itself.</summary>
    public void SetMembers(Member<T>[] members)
    {
        if (members.Length > 64)
        {
            throw new NotSupportedException($"{typeof(T)} has more than 64 members.");
        }

        _members = members;
        for (var i = 0; i < members.Length; i++)
        {
            _required |= members[i].IsRequired ? 1UL << i : 0;
        }
    }

    public override T? Read(ContractReader reader) => reader.Xml.AttributeCount == 0 ? ReadMembers(reader) : ReadWithAttributes(reader);

    public override bool IsEmpty(T value) => _members.Length == 0;

    public override void WriteContent(ContractWriter writer, T value)
    {
        foreach (var member in _members)
        {
            member.Write(writer, value);
        }
    }

    private T? ReadWithAttributes(ContractReader reader)
    {
        // First, because WCF also writes a reference as nil.
        if (reader.ReadReference(typeof(T)) is T known)
        {
            return known;
        }

        if (reader.IsNil())
        {
            reader.Xml.Skip();
            return default;
        }

        reader.CheckType(TypeName);
        var id = reader.ReadId();
        var start = reader.Passed;
        var value = ReadMembers(reader);
        if (id is not null)
        {
            reader.AddReference(id, value!, start);
        }

        return value;
    }

    private T ReadMembers(ContractReader reader)
    {
        var element = reader.Xml.Current;

        // As WCF creates them: no constructor runs, so a member that was not sent is null and does not have the value of an initializer.
        var value = default(T) is null ? (T)RuntimeHelpers.GetUninitializedObject(typeof(T)) : default!;
        var seen = reader.Xml.Enter() ? ReadContent(reader, ref value) : 0;
        if ((_required & ~seen) != 0)
        {
            throw MissingMember(reader, element, seen);
        }

        return value;
    }

    /// <summary>Reads the child elements; returns which members were among them.</summary>
    private ulong ReadContent(ContractReader reader, ref T value)
    {
        var members = _members;
        ulong seen = 0;
        for (var expected = _first; ;)
        {
            var next = expected < members.Length && (seen & (1UL << expected)) == 0 ? members[expected] : null;
            var index = expected;
            if (next is null || !next.TryReadLeaf(reader, ref value))
            {
                if (!reader.Xml.MoveToChild(next?.Tag))
                {
                    return seen;
                }

                index = ReadMember(reader, expected, seen, ref value);
            }

            if (index < 0)
            {
                continue;
            }

            if (seen == 0)
            {
                _first = index;
            }

            seen |= 1UL << index;
            expected = index + 1;
        }
    }

    /// <summary>Reads the current element; returns which member it is, or -1 when it is unknown.</summary>
    private int ReadMember(ContractReader reader, int expected, ulong seen, ref T value)
    {
        var index = Find(reader, expected);
        if (index < 0)
        {
            reader.Xml.Skip();
            return index;
        }

        if ((seen & (1UL << index)) != 0)
        {
            throw reader.Error("The element occurs twice.");
        }

        _members[index].Read(reader, ref value);
        return index;
    }

    /// <summary>
    /// Index of the member of the current element, or -1. Clients mostly use the order of the schema, so the search starts where the last
    /// one ended; any other order is accepted, unlike in WCF, which silently drops such members.
    /// </summary>
    private int Find(ContractReader reader, int expected)
    {
        for (var i = expected; i < _members.Length; i++)
        {
            if (reader.Xml.Matches(_members[i].Tag))
            {
                return i;
            }
        }

        for (var i = 0; i < expected; i++)
        {
            if (reader.Xml.Matches(_members[i].Tag))
            {
                return i;
            }
        }

        foreach (var member in _members)
        {
            if (reader.Xml.LocalNameIs(member.Tag.Utf8))
            {
                throw reader.WrongNamespace(member.Tag);
            }
        }

        return -1;
    }

    private DeserializationException MissingMember(ContractReader reader, ElementPosition element, ulong seen)
    {
        var missing = _members[BitOperations.TrailingZeroCount(_required & ~seen)];
        return reader.Error($"The required element '{missing.Tag.LocalName}' is missing.", element);
    }
}

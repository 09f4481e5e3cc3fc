using System.Runtime.CompilerServices;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A data contract class or struct: its members by name, those of base classes first.</summary>
internal sealed class ObjectSerializer<T>(XmlQualifiedName typeName, XmlNamespace ns) : ContractSerializer<T>(typeName)
{
    private Member<T>[] _members = [];

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
    }

    public override T? Read(ContractReader reader)
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
        var element = reader.Xml.Current;
        var start = reader.Passed;

        // As WCF creates them: no constructor runs, so a member that was not sent is null and does not have the value of an initializer.
        var value = default(T) is null ? (T)RuntimeHelpers.GetUninitializedObject(typeof(T)) : default!;
        ulong seen = 0;
        if (reader.Xml.Enter())
        {
            var expected = _first;
            while (reader.Xml.MoveToChild(expected < _members.Length ? _members[expected].Tag : null))
            {
                var index = Find(reader, expected);
                if (index < 0)
                {
                    reader.Xml.Skip();
                    continue;
                }

                if ((seen & (1UL << index)) != 0)
                {
                    throw reader.Error("The element occurs twice.");
                }

                seen |= 1UL << index;
                if (seen == 1UL << index)
                {
                    _first = index;
                }

                _members[index].Read(reader, ref value);
                expected = index + 1;
            }
        }

        CheckRequired(reader, element, seen);
        if (id is not null)
        {
            reader.AddReference(id, value!, start);
        }

        return value;
    }

    public override bool IsEmpty(T value) => _members.Length == 0;

    public override void WriteContent(ContractWriter writer, T value)
    {
        foreach (var member in _members)
        {
            member.Write(writer, value);
        }
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

    private void CheckRequired(ContractReader reader, ElementPosition element, ulong seen)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            if (_members[i].IsRequired && (seen & (1UL << i)) == 0)
            {
                throw reader.Error($"The required element '{_members[i].Tag.LocalName}' is missing.", element);
            }
        }
    }
}

using System.Linq.Expressions;
using System.Reflection;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A member of a data contract.</summary>
internal abstract class Member<TOwner>(ElementTag tag, bool isRequired)
{
    public ElementTag Tag { get; } = tag;

    public bool IsRequired { get; } = isRequired;

    public abstract void Read(ContractReader reader, ref TOwner owner);

    /// <summary>Reads the member if it is next and plain text; otherwise nothing is read.</summary>
    public abstract bool TryReadLeaf(ContractReader reader, ref TOwner owner);

    public abstract void Write(ContractWriter writer, TOwner owner);
}

/// <summary>
/// A member whose access is compiled when it is first read or written. A contract has a thousand members and most servers use few of
/// them; compiling all of them took a third of the processor time of a start.
/// </summary>
internal sealed class Member<TOwner, TValue>(ElementTag tag, bool isRequired, ContractSerializer<TValue> serializer, MemberInfo member)
    : Member<TOwner>(tag, isRequired)
{
    // WCF declares a foreign namespace on the member that contains elements of it.
    private readonly XmlNamespace? _foreign =
        serializer.ContentNamespace is { } content && !ReferenceEquals(content, tag.Namespace) ? content : null;

    // It does no harm if two calls compile the same access at the same time.
    private Func<TOwner, TValue>? _getter;
    private Setter? _setter;

    private delegate void Setter(ref TOwner owner, TValue value);

    public override void Read(ContractReader reader, ref TOwner owner) => (_setter ??= CompileSetter())(ref owner, serializer.Read(reader)!);

    public override bool TryReadLeaf(ContractReader reader, ref TOwner owner)
    {
        if (!serializer.TryReadLeaf(reader, Tag, out var value))
        {
            return false;
        }

        (_setter ??= CompileSetter())(ref owner, value!);
        return true;
    }

    public override void Write(ContractWriter writer, TOwner owner)
    {
        var value = (_getter ??= CompileGetter())(owner);
        if (_foreign is null)
        {
            serializer.WriteElement(writer, Tag, value);
            return;
        }

        var prefix = writer.BeginScope(_foreign);
        serializer.WriteElement(writer, Tag, value, _foreign.Declaration(prefix));
        writer.EndScope();
    }

    private Func<TOwner, TValue> CompileGetter()
    {
        var owner = Expression.Parameter(typeof(TOwner));
        return Expression.Lambda<Func<TOwner, TValue>>(Expression.MakeMemberAccess(owner, member), owner).Compile();
    }

    private Setter CompileSetter()
    {
        var owner = Expression.Parameter(typeof(TOwner).MakeByRefType());
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Setter>(Expression.Assign(Expression.MakeMemberAccess(owner, member), value), owner, value).Compile();
    }
}

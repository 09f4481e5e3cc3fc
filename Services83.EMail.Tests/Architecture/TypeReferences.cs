using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Services83.EMail.Tests.Architecture;

/// <summary>A type of an assembly names another one, of the same or of another assembly.</summary>
/// <param name="Type">Full name of the outermost type.</param>
/// <param name="Member">Where in it.</param>
internal sealed record TypeReference(string Namespace, string Type, string Member, string TargetNamespace, string TargetType)
{
    public override string ToString() => $"{Type}, {Member}: names {TargetType}";
}

/// <summary>
/// Finds every reference from the metadata and the code (ECMA-335): base types, interfaces, attributes, signatures, locals, and the
/// operands of the instructions. Only constants are not found, because the compiler writes their value.
/// </summary>
internal sealed partial class TypeReferences
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<TypeReference>> Known = [];

    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly HashSet<EntityHandle> _found = [];

    private TypeReferences(PEReader file) => (_file, _metadata) = (file, file.GetMetadataReader());

    /// <summary>Of each assembly, read once.</summary>
    public static IReadOnlyList<TypeReference> Of(Assembly assembly) => Known.GetOrAdd(assembly, Read);

    private static TypeReference[] Read(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = new TypeReferences(file);
        return [.. reader._metadata.TypeDefinitions.SelectMany(reader.Of).Distinct()];
    }

    private IEnumerable<TypeReference> Of(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var (space, name) = NameOf(handle);
        // A state machine is named after its method; a class for lambdas is not, but its methods are.
        var made = _metadata.GetString(type.Name);
        var owner = MemberOf(made) is var member && member != made ? member : null;
        var members = new List<(string Member, EntityHandle Target)>();
        Collect(members, owner ?? "its declaration", () => AddDeclaration(type));
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            Collect(members, owner ?? MemberOf(_metadata.GetString(field.Name)), () => AddField(field));
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            Collect(members, owner ?? MemberOf(_metadata.GetString(method.Name)), () => AddMethod(method));
        }

        return members.Select(found => (found.Member, Target: NameOf(found.Target)))
            .Where(found => found.Target.Name != name)
            .Select(found => new TypeReference(space, name, found.Member, found.Target.Space, found.Target.Name));
    }

    private void Collect(List<(string Member, EntityHandle Target)> members, string member, Action add)
    {
        _found.Clear();
        add();
        members.AddRange(_found.Select(target => (member, target)));
    }

    /// <summary>Namespace and full name of the outermost type.</summary>
    private (string Space, string Name) NameOf(EntityHandle handle) =>
        handle.Kind == HandleKind.TypeDefinition ? NameOf((TypeDefinitionHandle)handle) : NameOf((TypeReferenceHandle)handle);

    private (string Space, string Name) NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        var space = _metadata.GetString(type.Namespace);
        return (space, $"{space}.{_metadata.GetString(type.Name)}");
    }

    private (string Space, string Name) NameOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        var space = _metadata.GetString(type.Namespace);
        return (space, $"{space}.{_metadata.GetString(type.Name)}");
    }

    /// <summary>Methods that the compiler generates for a method, a lambda or a property have the source name in angle brackets.</summary>
    private static string MemberOf(string name)
    {
        var end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name;
    }

    private void AddDeclaration(TypeDefinition type)
    {
        Add(type.BaseType);
        AddAttributes(type.GetCustomAttributes());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Add(_metadata.GetInterfaceImplementation(implementation).Interface);
        }

        AddConstraints(type.GetGenericParameters());
    }

    private void AddField(FieldDefinition field)
    {
        field.DecodeSignature(this, false);
        AddAttributes(field.GetCustomAttributes());
    }

    private void AddMethod(MethodDefinition method)
    {
        method.DecodeSignature(this, false);
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
        {
            AddAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress != 0)
        {
            AddBody(_file.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void AddBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, false);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Add(region.CatchType);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            AddInstruction(ref code);
        }
    }

    private void AddInstruction(ref BlobReader code)
    {
        int value = code.ReadByte();
        if (value == 0xFE)
        {
            value = (value << 8) | code.ReadByte();
        }

        switch (OpCodesByValue[value].OperandType)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                break;
            case OperandType.InlineSwitch:
                var targets = code.ReadInt32();
                code.Offset += 4 * targets;
                break;
            case OperandType.InlineNone:
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                code.Offset += 1;
                break;
            case OperandType.InlineVar:
                code.Offset += 2;
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                code.Offset += 8;
                break;
            default:
                code.Offset += 4;
                break;
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(_metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => _metadata.GetGenericParameter(parameter).GetConstraints()))
        {
            Add(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Add(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference when !handle.IsNil:
                _found.Add(handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, false);
                break;
            case HandleKind.FieldDefinition:
                _found.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                _found.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                method.DecodeSignature(this, false);
                Add(method.Method);
                break;
        }
    }
}

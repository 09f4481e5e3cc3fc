using Services83.EMail.Soap.Dispatcher;

namespace Services83.EMail.Soap.ServiceModel;

/// <summary>Marks an interface whose <see cref="OperationContractAttribute"/> methods are offered as a SOAP port type.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ServiceContractAttribute : Attribute
{
    /// <summary>Local name of the port type; the interface's name without its leading I when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Target namespace of the port type, its messages and their wrapper elements.</summary>
    public string Namespace { get; set; } = "http://tempuri.org/";
}

/// <summary>
/// Marks a method that clients can call. It returns <see cref="Task"/> or <see cref="Task{TResult}"/>;
/// an <c>Async</c> ending is not part of the operation's name.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationContractAttribute : Attribute
{
    /// <summary>Local name of the operation; the method's name without <c>Async</c> when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Action of the request; <c>{Namespace}/{Contract}/{Operation}</c> when not given.</summary>
    public string? Action { get; set; }

    /// <summary>Action of the reply; the request's action followed by <c>Response</c> when not given.</summary>
    public string? ReplyAction { get; set; }
}

/// <summary>Gives a parameter or a return value its element name on the wire.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class MessageParameterAttribute : Attribute
{
    public required string Name { get; init; }
}

/// <summary>Marks a class that is a whole message body: its <see cref="MessageBodyMemberAttribute"/> properties are the parts.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MessageContractAttribute : Attribute
{
    /// <summary>Local name of the wrapper element and of the WSDL message; the class name when not given.</summary>
    public string? WrapperName { get; set; }
}

/// <summary>A part of a <see cref="MessageContractAttribute"/> body.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MessageBodyMemberAttribute : Attribute
{
    /// <summary>Element name; the property's name when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Position among the parts, ascending.</summary>
    public int Order { get; set; }
}

/// <summary>A property that is sent as a SOAP header block in the contract's namespace.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MessageHeaderAttribute : Attribute
{
    /// <summary>Element name; the property's name when not given.</summary>
    public string? Name { get; set; }
}

/// <summary>
/// Declares once for a whole contract which header blocks each request may and each reply will carry:
/// the <see cref="MessageHeaderAttribute"/> properties of the two classes, in alphabetical order.
/// (WCF repeats them in a typed message per operation.)
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class MessageHeadersAttribute : Attribute
{
    public required Type Request { get; init; }

    public required Type Response { get; init; }
}

/// <summary>
/// A date of a data contract that is not converted when the other dates of a message are converted to a time zone (<see
/// cref="OperationContext.ReplyDates"/>): a day without a time, or a date that is always UTC.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UniversalTimeAttribute : Attribute;

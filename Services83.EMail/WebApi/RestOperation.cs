using Services83.EMail.Soap.Description;

namespace Services83.EMail.WebApi;

/// <summary>Where a parameter is sent.</summary>
public enum RestPlace
{
    /// <summary>As a property of the object in the body.</summary>
    Property,

    /// <summary>In the address, as <c>?eMailAccountId=447</c>.</summary>
    Query,

    /// <summary>It is the body.</summary>
    Body,
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">As the contract spells it; requests may use any letter case.</param>
/// <param name="Type">The type of the method's parameter.</param>
/// <param name="Place">Where it is sent.</param>
public sealed record RestParameter(string Name, Type Type, RestPlace Place)
{
    /// <summary>The name in the query, as in the published description: the first letter is small.</summary>
    public string QueryName => char.ToLowerInvariant(Name[0]) + Name[1..];
}

/// <summary>An operation of the agent in the web API: <c>POST /api/v1/Agents/EMail/{Name}</c>.</summary>
public sealed class RestOperation
{
    private readonly ContractMethod _method;

    internal RestOperation(ContractMethod method, RestPlace place)
    {
        _method = method;
        IsBinary = method.Method.ReturnParameter.IsDefined(typeof(BinaryResultAttribute), inherit: false);
        Parameters = [.. method.Parameters.Select(parameter => new RestParameter(parameter.Name, parameter.Type, place))];
    }

    public string Name => _method.Name;

    /// <summary>The method of <see cref="IWebEMailAgent"/>.</summary>
    public System.Reflection.MethodInfo Method => _method.Method;

    /// <summary>In the order of the method.</summary>
    public IReadOnlyList<RestParameter> Parameters { get; }

    /// <summary>Type of the result, with status 200; null for an operation without a result, with status 204.</summary>
    public Type? ResultType => _method.ResultType;

    /// <summary>Whether the result is sent as it is, unless the client asks for another form.</summary>
    public bool IsBinary { get; }

    /// <summary>Whether the body of a request is used.</summary>
    public bool HasBody => Parameters.Any(parameter => parameter.Place != RestPlace.Query);

    /// <summary>Values for parameters that a request does not name: null, or the default of the type.</summary>
    public object?[] DefaultArguments() =>
        [.. Parameters.Select(parameter => parameter.Type.IsValueType ? Activator.CreateInstance(parameter.Type) : null)];

    /// <summary>Calls it; the value is null for an operation without a result.</summary>
    /// <param name="agent">The engine.</param>
    /// <param name="arguments">One for each of <see cref="Parameters"/>; a missing one is the default of its type.</param>
    public Task<object?> InvokeAsync(IWebEMailAgent agent, object?[] arguments) => _method.Invoke(agent, arguments);
}

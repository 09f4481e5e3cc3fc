using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.WebApi;
using Services83.EMail.WebApi.Json;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>An operation of the contract as the gateway forwards it. All are made from the table of the web API's operations.</summary>
internal sealed class GatewayOperation
{
    private static readonly FrozenDictionary<MethodInfo, GatewayOperation> ByMethod =
        RestOperations.All.ToFrozenDictionary(operation => operation.Method, operation => new GatewayOperation(operation));

    private readonly RestOperation _operation;
    private readonly JsonTypeInfo<Arguments> _arguments;

    private GatewayOperation(RestOperation operation)
    {
        _operation = operation;
        _arguments = Arguments.TypeOf(operation, GatewayJson.Writing);
        MayBeNull = LookUps.Contains(operation.Name);
        Accept = operation.ResultType == typeof(byte[]) ? $"{MediaTypes.Octets}, {MediaTypes.Json}; q=0.5" : MediaTypes.Json;
    }

    public string Name => _operation.Name;

    /// <summary>Whether the tenant may answer null.</summary>
    public bool MayBeNull { get; }

    public string Accept { get; }

    /// <summary>All operations of the contract.</summary>
    public static IReadOnlyCollection<GatewayOperation> All => ByMethod.Values;

    /// <summary>Type of the result; null when there is none.</summary>
    public Type? ResultType => _operation.ResultType;

    /// <param name="method">A method of <see cref="IWebEMailAgent"/>.</param>
    public static GatewayOperation Of(MethodInfo method) => ByMethod[method];

    /// <param name="method">Name of a method of <see cref="IWebEMailAgent"/>.</param>
    public static GatewayOperation Of(string method) => All.Single(operation => operation._operation.Method.Name == method);

    /// <summary>The path below the tenant's base address.</summary>
    public string PathOf(object?[] arguments)
    {
        var query = _operation.Parameters
            .Select((parameter, i) => (parameter, Value: arguments[i]))
            .Where(x => x.parameter.Place == RestPlace.Query)
            .Select(x => $"{x.parameter.QueryName}={Uri.EscapeDataString(Convert.ToString(x.Value, CultureInfo.InvariantCulture) ?? "")}");
        var text = string.Join('&', query);
        return RestOperations.Path.TrimStart('/') + Name + (text.Length > 0 ? "?" + text : "");
    }

    /// <summary>The body with these arguments, created again at each call; null for an operation without one.</summary>
    /// <param name="arguments">One for each parameter.</param>
    /// <param name="more">Further properties for a parameter that is the whole body.</param>
    public Func<HttpContent>? BodyOf(object?[] arguments, JsonObject? more = null) => _operation.HasBody
        ? () => new JsonBody(writer => WriteBody(writer, arguments, more ?? []), GatewayJson.Writing)
        : null;

    private void WriteBody(Utf8JsonWriter writer, object?[] arguments, JsonObject more)
    {
        if (_operation.Parameters is [{ Place: RestPlace.Body } whole])
        {
            var body = JsonSerializer.SerializeToNode(arguments[0], whole.Type, GatewayJson.Writing);
            foreach (var (name, value) in more)
            {
                body![name] = value?.DeepClone();
            }

            JsonSerializer.Serialize(writer, body, GatewayJson.Writing);
        }
        else
        {
            JsonSerializer.Serialize(writer, new Arguments { Values = arguments }, _arguments);
        }
    }
}

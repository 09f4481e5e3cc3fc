using Microsoft.OpenApi;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest.OpenApi;

/// <summary>The web API in OpenAPI: paths, names and types as in the vendor's published description of the EMail agent.</summary>
internal sealed class AgentDescription
{
    private const string Error = nameof(Error);
    private const string SaveEMailAccount = nameof(SaveEMailAccount);
    private const string DeleteEMailAccount = nameof(DeleteEMailAccount);

    private static readonly string[] RequestTypes =
    [
        "application/json", "text/json", "application/xml", "text/xml", "application/x-www-form-urlencoded", "application/json-patch+json",
        "application/merge-patch+json",
    ];

    private static readonly (string Name, string Description)[] ReplyHeaders =
    [
        ("Accept-Language", "Language of texts that exist in several."),
        ("SO-Language", "The same; takes precedence over Accept-Language."),
        ("SO-Culture", "How numbers and dates inside of texts are written. Ignored without a language."),
        ("SO-TimeZone", "Time zone to convert dates to, such as NO, US-NY or Europe/Oslo. Add includeTZOffset for dates with an offset."),
    ];

    private readonly OpenApiDocument _document;
    private readonly CarrierSchemas _schemas;
    private readonly ContractDocumentation _documentation;

    private AgentDescription(string server, ContractDocumentation documentation)
    {
        _documentation = documentation;
        _document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "Services83 EMail agent",
                Version = "v1",
                Description = "The operations of Services83/EMail.svc as a web API. An operation is called with POST; GET describes it.",
            },
            Servers = [new OpenApiServer { Url = server }],
            Paths = [],
            Tags = new HashSet<OpenApiTag> { new() { Name = "EMail_Agent" } },
        };
        _schemas = new CarrierSchemas(_document, documentation);
        Security.AddTo(_document);
        _document.AddComponent<IOpenApiResponse>(Error, new OpenApiResponse
        {
            Description = "An error; the status says which kind.",
            Content = Content(ReplyFormat.Values, _schemas.Item(typeof(SoExceptionInfo))),
        });
        foreach (var operation in RestOperations.All)
        {
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Post, Describe(operation));
            _document.Paths.Add(RestOperations.Path + operation.Name, path);
        }
    }

    /// <param name="server">Address of this server, as the requesting client sees it.</param>
    /// <param name="documentation">The texts of the contract's source.</param>
    public static OpenApiDocument Create(string server, ContractDocumentation documentation) =>
        new AgentDescription(server, documentation)._document;

    /// <summary>As in the published description: not for operations that create, save or delete a whole entity.</summary>
    private static bool HasSelect(RestOperation operation) =>
        !operation.Name.StartsWith("CreateDefault", StringComparison.Ordinal)
        && operation.Name is not (SaveEMailAccount or DeleteEMailAccount);

    private OpenApiOperation Describe(RestOperation operation) => new()
    {
        OperationId = "v1EMailAgent_" + operation.Name,
        Tags = new HashSet<OpenApiTagReference> { new("EMail_Agent", _document) },
        Summary = _documentation.SummaryOf(operation.Method),
        Parameters = [.. Parameters(operation)],
        RequestBody = operation.HasBody ? Body(operation) : null,
        Responses = Responses(operation),
        Security = Security.Requirements(_document),
    };

    private IEnumerable<IOpenApiParameter> Parameters(RestOperation operation)
    {
        for (var i = 0; i < operation.Parameters.Count; i++)
        {
            if (operation.Parameters[i] is { Place: RestPlace.Query } parameter)
            {
                yield return new OpenApiParameter
                {
                    Name = parameter.QueryName,
                    In = ParameterLocation.Query,
                    Required = true,
                    Description = _documentation.ParameterOf(operation.Method, i),
                    Schema = _schemas.Of(parameter.Type),
                };
            }
        }

        if (HasSelect(operation))
        {
            yield return Text(
                "$select", ParameterLocation.Query,
                "Names of properties, separated by commas, nested ones after a slash. The others are null.");
        }

        foreach (var (name, description) in operation.ResultType is null ? [] : ReplyHeaders)
        {
            yield return Text(name, ParameterLocation.Header, description);
        }

        yield return Text("SO-AppToken", ParameterLocation.Header, "Token of the calling application. Required by an online installation.");
    }

    private static OpenApiParameter Text(string name, ParameterLocation location, string description) => new()
    {
        Name = name,
        In = location,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private OpenApiRequestBody Body(RestOperation operation)
    {
        var schema = operation.Parameters is [{ Place: RestPlace.Body } whole] ? _schemas.Reference(whole.Type) : Request(operation);
        return new OpenApiRequestBody
        {
            Required = true,
            Content = RequestTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }),
        };
    }

    private OpenApiSchemaReference Request(RestOperation operation)
    {
        var name = operation.Name + "Request";
        _document.AddComponent(name, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = operation.Parameters.Select((parameter, i) => (parameter, i)).ToDictionary(
                x => x.parameter.Name, x => _schemas.Of(x.parameter.Type, _documentation.ParameterOf(operation.Method, x.i))),
        });
        return new OpenApiSchemaReference(name, _document);
    }

    private OpenApiResponses Responses(RestOperation operation)
    {
        var responses = new OpenApiResponses();
        if (operation.ResultType is { } result)
        {
            responses["200"] = new OpenApiResponse
            {
                Description = _documentation.ReturnsOf(operation.Method) ?? "OK",
                Content = Content(ReplyFormat.Offers(operation), _schemas.Item(result)),
            };
        }
        else
        {
            responses["204"] = new OpenApiResponse { Description = "No Content" };
        }

        responses["default"] = new OpenApiResponseReference(Error, _document);
        return responses;
    }

    private static Dictionary<string, OpenApiMediaType> Content(IReadOnlyList<ReplyFormat> formats, IOpenApiSchema schema) => formats.ToDictionary(
        format => format.MediaType,
        format => new OpenApiMediaType
        {
            Schema = format.Kind == ReplyKind.Octets ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } : schema,
        });
}

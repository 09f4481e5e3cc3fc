using Microsoft.OpenApi;

namespace Services83.EMail.Doors.Rest.OpenApi;

/// <summary>The authentication schemes; one of them is enough.</summary>
internal static class Security
{
    private const string Password = nameof(Password);
    private const string Ticket = nameof(Ticket);
    private const string Session = nameof(Session);
    private const string SessionToken = nameof(SessionToken);

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Password, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "User name and password. Not accepted by an online installation.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Ticket, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A ticket, 7T:..., from SoPrincipal.svc; the scheme SoTicket means the same.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Session, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = SessionCookies.Session,
            Description = "The cookie of POST /api/v1/session; valid only together with the token.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(SessionToken, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = SessionCookies.TokenHeader,
            Description = "The token of POST /api/v1/session.",
        });
    }

    public static IList<OpenApiSecurityRequirement> Requirements(OpenApiDocument document) =>
        [Requirement(document, Password), Requirement(document, Ticket), Requirement(document, Session, SessionToken)];

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, params string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
        {
            requirement.Add(new OpenApiSecuritySchemeReference(scheme, document), []);
        }

        return requirement;
    }
}

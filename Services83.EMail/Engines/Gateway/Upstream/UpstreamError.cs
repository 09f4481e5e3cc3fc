using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>Turns a tenant's failure into the error for the client.</summary>
internal static class UpstreamError
{
    private const string LaterText = "The CRM server cannot be reached at the moment. Try again later.";
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxTextLength = 1000;

    /// <param name="tenant">The tenant.</param>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="what">The rest of the sentence after "The tenant '…' ".</param>
    /// <param name="cause">For our own log.</param>
    /// <param name="retryAfter">The tenant's <c>Retry-After</c>, if it sent one.</param>
    public static UpstreamException Of(
        Tenant tenant, UpstreamFailure failure, string what, Exception? cause = null, TimeSpan? retryAfter = null) =>
        Create(ErrorKind.Upstream, tenant, failure, what, cause, retryAfter);

    /// <summary>The error for a reply that is not 2xx, with the tenant's own message.</summary>
    public static async Task<UpstreamException> OfAsync(Tenant tenant, HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var failure = FailureOf(response.StatusCode);
        var said = await SaidAsync(response, cancellationToken);
        var what = $"{What(failure, response)} ({(int)response.StatusCode}){(said.Message.Length > 0 ? ": " + said.Message : ".")}";
        var error = Create(KindOf(failure, said.Type), tenant, failure, what, null, RetryAfterOf(response, now));
        error.Parameters["status"] = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (said.Type.Length > 0)
        {
            error.Parameters["upstreamType"] = said.Type;
        }

        return error;
    }

    private static UpstreamException Create(
        ErrorKind kind, Tenant tenant, UpstreamFailure failure, string what, Exception? cause, TimeSpan? retryAfter)
    {
        var name = tenant.Name.Length > 0 ? tenant.Name : tenant.BaseAddress.Host;
        var error = new UpstreamException(kind, name, failure, $"The tenant {tenant} {what}", cause)
        {
            RetryAfter = retryAfter,
            FriendlyText = MayPass(failure) ? LaterText : null,
        };
        if (retryAfter is { } wait)
        {
            error.Parameters["retryAfterSeconds"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return error;
    }

    private static UpstreamFailure FailureOf(HttpStatusCode status) => (int)status switch
    {
        401 => UpstreamFailure.NotAuthenticated,
        403 => UpstreamFailure.Forbidden,
        429 => UpstreamFailure.Throttled,
        502 or 503 or 504 => UpstreamFailure.Unavailable,
        >= 500 => UpstreamFailure.ServerError,
        >= 400 => UpstreamFailure.Refused,
        _ => UpstreamFailure.Redirect,
    };

    private static bool MayPass(UpstreamFailure failure) => failure is UpstreamFailure.NameResolution or UpstreamFailure.Connection
        or UpstreamFailure.Timeout or UpstreamFailure.CircuitOpen or UpstreamFailure.Unavailable;

    private static ErrorKind KindOf(UpstreamFailure failure, string said) => failure switch
    {
        UpstreamFailure.NotAuthenticated => ErrorKind.NotAuthenticated,
        UpstreamFailure.Forbidden => ErrorKind.AccessDenied,
        UpstreamFailure.Throttled => ErrorKind.Throttled,
        _ => KindOf(said),
    };

    /// <summary>For kinds that mean the same here and at the tenant; the tenant's own names are only in the parameters.</summary>
    private static ErrorKind KindOf(string said) => ErrorKinds.Find(said) switch
    {
        { } kind and (ErrorKind.NotAuthenticated or ErrorKind.AccessDenied or ErrorKind.NotFound or ErrorKind.InvalidArgument
            or ErrorKind.Throttled or ErrorKind.DeliveryUncertain or ErrorKind.MailServer or ErrorKind.ForbiddenMailServer) => kind,
        ErrorKind.Upstream or ErrorKind.Storage or null => ErrorKind.Upstream,
    };

    private static string What(UpstreamFailure failure, HttpResponseMessage response) => failure switch
    {
        UpstreamFailure.NotAuthenticated => "does not accept the ticket, token or password",
        UpstreamFailure.Forbidden => "does not let the caller do this",
        UpstreamFailure.Throttled => "gets too many calls",
        UpstreamFailure.Unavailable => "is not available",
        UpstreamFailure.ServerError => "failed",
        UpstreamFailure.Redirect => $"redirects ({PlaceOf(response)}); redirects are not followed, so the operator must correct the tenant's address",
        _ => "refused the call",
    };

    /// <summary>Scheme and host only: the rest may contain a session id.</summary>
    private static string PlaceOf(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } place ? place.GetLeftPart(UriPartial.Authority) : "at its own host";

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Message and kind of error from the body, if it is a JSON object that has them.</summary>
    private static async Task<(string Message, string Type)> SaidAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsJson(response.Content))
        {
            return ("", "");
        }

        try
        {
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBodyBytes);
            await using var text = await ReplyText.OpenAsync(response.Content, body, cancellationToken);
            using var json = await JsonDocument.ParseAsync(text, default, cancellationToken);
            return (Text(json, "Message", "FriendlyText", "detail", "title"), Text(json, "ErrorType", "ExceptionType", "type"));
        }
        catch (Exception exception) when (exception
            is JsonException or IOException or HttpRequestException or ReplyTooLargeException or ReplyTextException or DecoderFallbackException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonDocument json, params string[] names)
    {
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var texts = json.RootElement.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.String)
            .ToLookup(property => property.Name, property => property.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        var text = names.SelectMany(name => texts[name]).FirstOrDefault(text => text.Length > 0) ?? "";
        return text.Length > MaxTextLength ? text[..MaxTextLength] + "…" : text;
    }
}

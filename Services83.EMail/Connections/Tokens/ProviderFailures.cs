using System.Net;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Connections.Tokens;

/// <summary>Failures of requests to identity providers.</summary>
public static class ProviderFailures
{
    /// <summary>There was no usable reply.</summary>
    public static TokenException Unreached(Uri address, Exception exception)
    {
        var causes = Causes(exception).ToArray();
        if (causes.OfType<TokenException>().FirstOrDefault() is { } known)
        {
            return known;
        }

        // The settings forbid the address.
        if (causes.OfType<MailServerException>().FirstOrDefault() is { } refused)
        {
            return new TokenException(TokenFailure.Settings, refused.Message, exception);
        }

        var status = causes.OfType<HttpRequestException>().Select(cause => cause.StatusCode).FirstOrDefault(code => code is not null)
            ?? causes.Select(cause => cause.Data["StatusCode"]).OfType<HttpStatusCode>().Cast<HttpStatusCode?>().FirstOrDefault();
        return status is { } code
            ? TokenException.Of("", $"at {address.GetLeftPart(UriPartial.Path)}", (int)code, exception)
            : new TokenException(TokenFailure.Transient, $"{address.Host} cannot be reached: {Reason(exception, causes)}.", exception);
    }

    /// <summary>What a server asks for in <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
    public static TimeSpan? RetryAfter(System.Net.Http.Headers.RetryConditionHeaderValue? header, TimeProvider time) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static string Reason(Exception exception, Exception[] causes) => causes.Any(cause => cause is OperationCanceledException)
        ? "it does not answer"
        : LineTrouble.Of(exception);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}

using System.Globalization;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>Checks for the operator whether there is a web API at a tenant's address.</summary>
public sealed class TenantProbe(UpstreamHttp http, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends no ticket, so that a web API answers 401.</summary>
    /// <returns>The result, as text for a person.</returns>
    public async Task<string> AskAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tenant.BaseAddress, "api/v1/User/currentPrincipal"));
        request.Headers.Accept.ParseAdd(MediaTypes.Json);
        try
        {
            using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return string.Create(CultureInfo.InvariantCulture, $"{Judge(response)}, {time.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        }
        catch (HttpRequestException exception)
        {
            return UpstreamHttp.Describe(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"did not answer within {Patience.TotalSeconds:F0} seconds");
        }
    }

    private static string Judge(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        401 => "ok",
        404 => "no web API at this address (404)",
        >= 300 and < 400 => $"redirects to {response.Headers.Location}",
        >= 200 and < 300 when !MediaTypes.IsJson(response.Content) => "answers with a page instead of JSON",
        var status => $"answers {status} instead of 401",
    };
}

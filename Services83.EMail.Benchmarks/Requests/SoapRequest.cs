using System.Text;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>Envelopes of requests, everything in the services' namespace.</summary>
internal static class SoapRequest
{
    public const string ApplicationToken = "<ApplicationToken>1234567-1234-9876</ApplicationToken>";

    /// <summary>The body of a login.</summary>
    public const string LogIn = $"<AuthenticateUsernamePassword><UserName>{ServedProgram.Login}</UserName><Password>{ServedProgram.Password}</Password></AuthenticateUsernamePassword>";

    /// <summary>The header blocks of a caller with a ticket.</summary>
    public static string Headers(string ticket) => $"{ApplicationToken}<Credentials><Ticket>{ticket}</Ticket></Credentials>";

    public static byte[] Envelope(string headers, string body) => Encoding.UTF8.GetBytes(
        $"""
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="{ServiceNamespace.Services83}"><s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>
        """);
}

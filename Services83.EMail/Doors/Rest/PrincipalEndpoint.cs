namespace Services83.EMail.Doors.Rest;

/// <summary><c>GET /api/v1/User/currentPrincipal</c>: the caller, in the form of a login's reply.</summary>
internal sealed class PrincipalEndpoint(RestPipeline pipeline, RestAuthenticator authenticator)
{
    public Task GetAsync(HttpContext context) => pipeline.RunAsync(context, "currentPrincipal", null, async (call, _) =>
    {
        var proof = await authenticator.AuthenticateAsync(context, call);
        var logIn = await context.RequestServices.GetRequiredService<ISoPrincipal>().AuthenticateUsernamePasswordAsync(proof.Ticket, "");
        await RestReply.WriteJsonAsync(context, logIn.Response!);
    });
}

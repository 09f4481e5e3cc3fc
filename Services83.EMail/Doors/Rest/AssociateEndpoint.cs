using System.Globalization;
using Services83.EMail.Identity;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// <c>POST /api/v1/Agents/Associate/GetAssociate?associateId=7</c>: a user of the installation. Of the vendor's other agents, this is the one
/// operation by which clients of the e-mail agent find out who they are.
/// </summary>
internal sealed class AssociateEndpoint(RestPipeline pipeline, RestAuthenticator authenticator)
{
    public Task PostAsync(HttpContext context) => pipeline.RunAsync(context, "GetAssociate", ReplyFormat.Values, async (call, format) =>
    {
        await authenticator.AuthenticateAsync(context, call);
        (call.Language, call.Culture) = RequestLanguage.Of(context.Request);
        if (!int.TryParse(context.Request.Query["associateId"], NumberStyles.None, CultureInfo.InvariantCulture, out var associateId))
        {
            throw RestException.InvalidRequest("The query must name the associate, as in ?associateId=7.");
        }

        var associate = await context.RequestServices.GetRequiredService<IAssociateLookup>().GetAsync(associateId);
        await RestReply.WriteAsync(context, format, typeof(Associate), associate, new ResultShape(Selection.Parse(context.Request.Query["$select"]), null));
    });
}

using System.Text;
using Services83.EMail.WebApi;

namespace Services83.EMail.Benchmarks.Gateway;

/// <summary>A tenant in a separate process that answers constants, so that the measured time is not its own work.</summary>
internal static class TenantServer
{
    public const string Command = "gateway-tenant";

    /// <summary>Bytes of the attachment in the reply of <c>GetAttachmentFromId</c>.</summary>
    private const int AttachmentBytes = 10 << 20;

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        Map(app, "GetCurrentAccountId", "447");
        Map(app, "GetEMail", Message());
        Map(app, "GetAttachmentFromId", $$"""{"Filename":"a.bin","Stream":"{{Convert.ToBase64String(new byte[AttachmentBytes])}}"}""");
        Map(app, "SaveDraft", Message());
        await app.StartAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(app.Urls.First());
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static void Map(WebApplication app, string operation, string json)
    {
        var reply = Encoding.UTF8.GetBytes(json);
        app.MapPost(RestOperations.Path + operation, async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = reply.Length;
            await context.Response.BodyWriter.WriteAsync(reply, context.RequestAborted);
        });
    }

    /// <summary>A message of about 20 kB as a tenant writes it.</summary>
    private static string Message() => $$$"""
        {"To":[{"Address":"anna@test.example","Name":"Anna"},{"Address":"bob@test.example","Name":"Bob"}],"Cc":[],"Bcc":[],
        "Subject":"Blåbær & Søn","HTMLBody":"{{{new string('x', 12_000)}}}","PlainBody":"{{{new string('y', 6_000)}}}",
        "From":{"Address":"carl@test.example","Name":"Carl"},"Sent":"2026-11-20T14:19:03.4821464+01:00","Size":20000,"Priority":"Normal",
        "Flags":"Seen, Answered","MessageID":"abc@test.example","Attachments":[{"Filename":"a.pdf","Size":100,"Type":"application/pdf"}],
        "EmailItemId":5,"AccountId":90,"HasCalendarData":false,"CalMethod":"Unknown","TableRight":null,"FieldProperties":{}}
        """;
}

using System.Text.Json;
using Services83.EMail.Soap.Limits;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>Writes results and errors in the format that the client asked for.</summary>
internal static class RestReply
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Sends a result.</summary>
    /// <param name="context">The request.</param>
    /// <param name="format">As negotiated.</param>
    /// <param name="type">Type of the result.</param>
    /// <param name="value">The result.</param>
    /// <param name="shape">How the result must be changed, such as a selection of properties.</param>
    public static async Task WriteAsync(HttpContext context, ReplyFormat format, Type type, object? value, ResultShape shape)
    {
        var limits = context.RequestServices.GetRequiredService<ReplyLimits>();
        switch (format.Kind)
        {
            case ReplyKind.Octets:
                await SendTaggedAsync(context, format, type, (byte[]?)value ?? []);
                break;
            case ReplyKind.Xml when !shape.IsPlain:
                await SendAsync(context, format, await RestXml.WriteAsync(type, value, shape, context.RequestAborted, limits));
                break;
            case ReplyKind.Xml:
                using (var writer = RestXml.Write(type, value, limits))
                {
                    Prepare(context, format, writer.Length);
                    await writer.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
                }

                break;
            default:
                await WriteJsonAsync(context, format, type, value, shape, limits);
                break;
        }
    }

    /// <summary>Sends a reply that is not a result of an operation; always in JSON.</summary>
    public static Task WriteJsonAsync(HttpContext context, object value) => SendAsync(
        context, ReplyFormat.Json, JsonSerializer.SerializeToUtf8Bytes(value, RestJson.Options));

    private static async Task WriteJsonAsync(HttpContext context, ReplyFormat format, Type type, object? value, ResultShape shape, ReplyLimits limits)
    {
        using var json = new PooledBuffer(limits);
        RestJson.WriteValue(type, value, json);
        if (shape.IsPlain)
        {
            await SendTaggedAsync(context, format, type, json.Written);
            return;
        }

        using var shaped = new PooledBuffer(limits);
        shape.CopyJson(json.Written.Span, type, shaped);
        await SendTaggedAsync(context, format, type, shaped.Written);
    }

    private static Task SendTaggedAsync(HttpContext context, ReplyFormat format, Type type, ReadOnlyMemory<byte> content)
    {
        if (ContentTag.IsFor(type))
        {
            ContentTag.Add(context, content.Span);
        }

        return SendAsync(context, format, content);
    }

    private static async Task SendAsync(HttpContext context, ReplyFormat format, ReadOnlyMemory<byte> content)
    {
        Prepare(context, format, content.Length);
        // The server would copy the whole array at once; of several pieces it takes the next one only when the client has received the one
        // before.
        for (var sent = 0; sent < content.Length; sent += PieceLength)
        {
            var piece = content.Slice(sent, Math.Min(PieceLength, content.Length - sent));
            await context.Response.BodyWriter.WriteAsync(piece, context.RequestAborted);
        }
    }

    private static void Prepare(HttpContext context, ReplyFormat format, long length)
    {
        context.Response.ContentType = format.ContentType;
        context.Response.ContentLength = length;
    }
}

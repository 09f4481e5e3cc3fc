using System.Buffers;
using System.Text;
using System.Text.Json;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.WebApi;

/// <summary>The bodies of requests and replies as text.</summary>
internal static class Json
{
    /// <summary>A reply, which has to be valid JSON.</summary>
    public static string Write(string operation, object? result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RestJson.WriteValue(RestOperations.Find(operation)!.ResultType!, result, buffer);
        using var valid = JsonDocument.Parse(buffer.WrittenMemory);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The account in the body of a request to save it.</summary>
    public static EMailAccount ReadAccount(string json) =>
        (EMailAccount)RestJson.ReadBody(RestOperations.Find("SaveEMailAccount")!, Encoding.UTF8.GetBytes(json))[0]!;
}

using System.Collections;
using System.Globalization;
using System.Text;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Reads bytes like a client and writes the responses as text that tests can compare.</summary>
internal static class ResponseText
{
    public static readonly ImapConnectionOptions Options = new() { Host = "test", MaxLineLength = 64 * 1024, MaxLiteralBytes = 1024 * 1024 };

    public static Task<string> ReadAsync(string input, CancellationToken cancellationToken) =>
        ReadAsync(Encoding.Latin1.GetBytes(input), _ => int.MaxValue, Options, cancellationToken);

    /// <summary>All responses up to the end of the input; the exception that ended it is the last line unless it is the plain end.</summary>
    public static async Task<string> ReadAsync(
        byte[] input, Func<int, int> chunkAt, ImapConnectionOptions options, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await using var stream = new ChunkedStream(input, chunkAt);
        await using var reader = new ResponseReader(stream, options);
        try
        {
            while (true)
            {
                text.Append(Describe(ResponseParser.Parse(await reader.ReadAsync(cancellationToken)))).Append('\n');
            }
        }
        catch (ImapConnectionException)
        {
            return text.ToString().TrimEnd('\n');
        }
        catch (ImapProtocolException exception)
        {
            return text.Append("ERROR ").Append(exception.Message).ToString();
        }
    }

    private static string Describe(Response response)
    {
        if (response is not FetchDataResponse { Data: var data })
        {
            return $"{response.GetType().Name.Replace("Response", "")}({Members(response)})";
        }

        using (data)
        {
            return $"Fetch({Members(data)})";
        }
    }

    private static string Members(object value) => string.Join("; ", value.GetType().GetProperties()
        .Select(property => (property.Name, Value: property.GetValue(value)))
        .Where(member => member.Value is not null && member.Name != "EqualityContract")
        .Select(member => $"{member.Name}={Describe(member.Value!)}"));

    private static string Describe(object value) => value switch
    {
        string text => $"\"{text}\"",
        byte[] bytes => $"\"{Encoding.Latin1.GetString(bytes)}\"",
        ImapLiteral literal => Describe(literal.Bytes ?? ReadAll(literal)),
        UidSet set => set.ToString(),
        ResponseCode code => $"[{code.Name}|{code.Arguments}]",
        DateTimeOffset date => date.ToString("o", CultureInfo.InvariantCulture),
        IEnumerable items => $"({string.Join(' ', items.Cast<object>().Select(item => item is string text ? text : Describe(item)))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static byte[] ReadAll(ImapLiteral literal)
    {
        using var stream = literal.OpenRead();
        var all = new byte[literal.Length];
        stream.ReadExactly(all);
        return all;
    }
}

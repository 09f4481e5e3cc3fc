using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>
/// Calls every operation by SOAP at one server, and by the web API at another server with the same users and the same mail: result or error
/// must be equal. Results are also checked against the vendor's published definitions.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(180_000)]
public sealed partial class BothDoorsTests
{
    private static readonly Dictionary<string, HttpStatusCode> StatusOf = new()
    {
        ["NotAuthenticated"] = HttpStatusCode.Unauthorized,
        ["AccessDenied"] = HttpStatusCode.Forbidden,
        ["NotFound"] = HttpStatusCode.NotFound,
        ["InvalidArgument"] = HttpStatusCode.BadRequest,
        ["Throttled"] = HttpStatusCode.TooManyRequests,
        ["MailServer"] = HttpStatusCode.BadGateway,
        ["Storage"] = HttpStatusCode.ServiceUnavailable,
    };

    private static readonly RestOperation[] Operations = [.. ContractMethods.Names.Select(name => RestOperations.Find(name)!)];

    /// <summary>The members that both doors have.</summary>
    private static readonly JsonSerializerOptions OfBoth = new(RestTestClient.Plain)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutNewer } },
    };

    private readonly List<string> _differences = [];
    private readonly HashSet<string> _succeeded = [];
    private Side _soap = null!;
    private Side _rest = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartServers()
    {
        _soap = await Side.StartAsync();
        _rest = await Side.StartAsync();
    }

    [TearDown]
    public async Task StopServers()
    {
        await _soap.DisposeAsync();
        await _rest.DisposeAsync();
    }

    [Test]
    public async Task Each_of_the_76_operations_says_the_same_at_both()
    {
        // First calls that fit the mailbox, then calls without parameters, then with some of each kind; deleting calls come last.
        foreach (var (name, values) in Steps)
        {
            await CompareAsync(RestOperations.Find(name)!, (operation, side) => [.. operation.Parameters.Zip(values(side), (parameter, value) => (parameter.Name, value))]);
        }

        foreach (var withParameters in (bool[])[false, true])
        {
            foreach (var operation in Operations.OrderBy(operation => operation.Name.StartsWith("Delete", StringComparison.Ordinal)))
            {
                await CompareAsync(operation, (_, side) => Arguments(operation, withParameters, side.Server));
            }
        }

        Assert.That(_differences, Is.Empty, string.Join('\n', _differences));
        Assert.That(ContractMethods.Names.Except(_succeeded), Is.Empty, "only their errors were compared");
        Assert.That(_rest.Mail(), Is.EqualTo(_soap.Mail()), "not the same was done to the mailboxes");
    }

    private async Task CompareAsync(RestOperation operation, Func<RestOperation, Side, (string Name, object? Value)[]> arguments)
    {
        var soap = await _soap.Server.AsAsync(SoapTestServer.Anna, Deadline);
        var rest = await _rest.Server.RestAsAsync(SoapTestServer.Anna, Deadline);
        var bySoap = await soap.CallAsync(operation.Name, Deadline, arguments(operation, _soap));
        var byRest = await CallAsync(rest, operation, arguments(operation, _rest));
        // Changes that are sent to the mail server afterwards must have arrived at both before the next call.
        await Task.WhenAll(_soap.Server.WhenIdleAsync(Deadline), _rest.Server.WhenIdleAsync(Deadline));
        var (expected, actual) = (Outcome(operation, bySoap), Outcome(operation, byRest));
        if (expected != actual)
        {
            _differences.Add($"{operation.Name}:\n  {expected}\n  {actual}");
        }

        if (byRest.Error is null)
        {
            _differences.AddRange(SwaggerCheck.Reply(operation.Name, byRest.Status.ToString("D"), byRest.Body.Length == 0 ? null : byRest.Json));
        }

        if (bySoap.Error is null && byRest.Error is null)
        {
            _succeeded.Add(operation.Name);
        }
    }

    /// <summary>A required parameter of the query cannot be left out at the web API; at the SOAP door that means the key 0.</summary>
    private static Task<RestTestReply> CallAsync(RestTestClient rest, RestOperation operation, (string Name, object? Value)[] arguments) =>
        operation.Parameters switch
        {
            [{ Place: RestPlace.Query } key] => rest.PostAsync(
                $"/api/v1/Agents/EMail/{operation.Name}?{key.QueryName}={arguments.Select(argument => argument.Value).FirstOrDefault() ?? 0}", (byte[]?)null, null, Deadline),
            [{ Place: RestPlace.Body }] => rest.PostAsync(
                $"/api/v1/Agents/EMail/{operation.Name}", arguments is [var (_, whole)] ? RestTestClient.Json(whole) : null, "application/json", Deadline),
            _ => rest.CallAsync(operation.Name, Deadline, arguments),
        };

    private static (string Name, object? Value)[] Arguments(RestOperation operation, bool with, SoapTestServer server) =>
        with ? [.. operation.Parameters.Select(parameter => (parameter.Name, Sample(parameter.Type, parameter.Name, server)))] : [];

    /// <summary>The existing account: its mailbox cannot belong to another account.</summary>
    private static EMailAccount Known(EMailAccount account)
    {
        account.EMailAccountId = 1;
        return account;
    }

    private static object? Sample(Type type, string name, SoapTestServer server) => type switch
    {
        _ when type == typeof(int) => 1,
        _ when type == typeof(int[]) => new[] { 1 },
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) && name is "EmailAddress" or "FromAddress" or "From" or "Address" => "anna@test.example",
        _ when type == typeof(string) && name is "MimeMessage" or "Rfc822" => "Subject: Bl\u00E5b\u00E6r\n\ntext",
        _ when type == typeof(string) => name == "MessageId" ? "first@test.example" : "text & <more>",
        _ when type == typeof(string[]) => new[] { "INBOX" },
        _ when type.IsEnum => Enum.ToObject(type, 3),
        _ when type == typeof(EMailConnectionInfo) => new EMailConnectionInfo { ServerName = $"{server.Mail.Host}:{server.Mail.TlsPort}", UserName = "anna", Password = "mail-secret-of-anna", UseSSL = true, Folder = "INBOX" },
        _ when type == typeof(EMailConnectionInfoExtended) => new EMailConnectionInfoExtended { ServerName = server.Mail.Host, Port = server.Mail.TlsPort, Protocol = "IMAP", UserName = "anna", Password = "mail-secret-of-anna", UseSSL = true, Folder = "INBOX" },
        _ when type == typeof(EMailAccount) => Known(server.AccountOf(SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna"))),
        _ when type == typeof(SyncUserAccount) => new SyncUserAccount { AccountId = 1, AssociateName = "anna", AssociateId = SoapTestServer.Anna },
        _ when type == typeof(EMailEntity) => new EMailEntity
        {
            Subject = "Søn & <co>",
            From = new EMailAddress { Address = "anna@test.example", Name = "Anna" },
            To = [new EMailAddress { Address = "bob@test.example" }],
            PlainBody = "Text",
            Sent = new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc),
            Priority = EMailPriority.High,
            Flags = EMailFlags.Seen | EMailFlags.Draft,
            Attachments = [new EMailAttachment { Filename = "a.bin", Stream = [0, 1, 255] }],
        },
        { IsArray: true } => ArrayOf(Sample(type.GetElementType()!, name, server)!),
        _ => Activator.CreateInstance(type),
    };

    private static Array ArrayOf(object item)
    {
        var array = Array.CreateInstance(item.GetType(), 1);
        array.SetValue(item, 0);
        return array;
    }

    private static void LeaveOutNewer(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.AttributeProvider?.IsDefined(typeof(WebApiMemberAttribute), true) == true))
        {
            property.ShouldSerialize = (_, _) => false;
        }
    }

    private static string Outcome(RestOperation operation, SoapReply reply)
    {
        Assert.That(reply.IsFault, Is.False, reply.Text);
        if (reply.Error is { } error)
        {
            return Outcome(error, StatusOf.GetValueOrDefault(error.ExceptionType!));
        }

        if (operation.ResultType is not { } type)
        {
            return "NoContent" + Outcome(reply.ExtraInfo!);
        }

        var value = typeof(SoapReply).GetMethod(nameof(SoapReply.Read))!.MakeGenericMethod(type).Invoke(reply, ["Response"]);
        return Normal(JsonSerializer.Serialize(value, type, OfBoth)) + Outcome(reply.ExtraInfo!);
    }

    private static string Outcome(RestOperation operation, RestTestReply reply)
    {
        if (reply.Error is { } error)
        {
            return Outcome(error, reply.Status);
        }

        var extra = Outcome(reply.Headers.Where(header => header.Key.StartsWith("SO-ExtraInfo-", StringComparison.OrdinalIgnoreCase)).ToDictionary(
            header => header.Key["SO-ExtraInfo-".Length..], header => (string?)Uri.UnescapeDataString(header.Value.Single())));
        if (operation.ResultType is not { } type)
        {
            return reply.Status + extra;
        }

        Assert.That(reply.ContentType, Is.EqualTo("application/json; charset=utf-8"));
        return Normal(JsonSerializer.Serialize(JsonSerializer.Deserialize(reply.Text.Replace("\"Flags\":\"None\"", "\"Flags\":0", StringComparison.Ordinal), type, RestTestClient.Plain), type, OfBoth)) + extra;
    }

    private static string Outcome(IEnumerable<KeyValuePair<string, string?>> extraInfo) =>
        Normal(string.Concat(extraInfo.OrderBy(info => info.Key, StringComparer.Ordinal).Select(info => $" {info.Key}={info.Value}")));

    private static string Outcome(SoExceptionInfo error, HttpStatusCode status) => Normal(
        $"{status} {error.ExceptionType}: {error.Message} / {error.FriendlyText} / "
        + string.Join(", ", (error.Parameters ?? []).OrderBy(parameter => parameter.Key).Select(parameter => $"{parameter.Key}={parameter.Value}")));

    /// <summary>Removes values that cannot be equal at two servers: ports, times of the test itself, random values.</summary>
    private static string Normal(string text)
    {
        var year = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        text = text.Replace(year, "today", StringComparison.Ordinal);
        // No time: SOAP writes it as WCF does, the web API with a Z.
        text = text.Replace("0001-01-01T00:00:00Z", "0001-01-01T00:00:00", StringComparison.Ordinal);
        text = TimeToday().Replace(text, "now");
        text = Port().Replace(text, ":port");
        return Random().Replace(text, "random");
    }

    [GeneratedRegex(@"today[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?", RegexOptions.ExplicitCapture)]
    private static partial Regex TimeToday();

    [GeneratedRegex(@":\d{4,5}\b|(?<=""(Incoming|Outgoing)?Port"":)\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();

    [GeneratedRegex("[0-9a-fA-F-]{16,}")]
    private static partial Regex Random();
}

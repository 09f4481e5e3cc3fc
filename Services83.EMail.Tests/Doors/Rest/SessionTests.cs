using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Browsers: a cookie that scripts cannot read, valid only together with a token that other sites cannot read.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class SessionTests : RestFixture
{
    private const string Session = "/api/v1/session";

    private static readonly string Password = RestTestClient.Json(new { UserName = "anna", Password = SoapTestServer.PasswordOf(SoapTestServer.Anna) });

    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        await Server.SetPasswordAsync(SoapTestServer.Anna, Deadline);
    }

    [Test]
    public async Task A_session_is_a_cookie_and_a_token()
    {
        var reply = Succeeded(await Server.Rest().PostAsync(Session, Password, Json, Deadline));

        var cookies = reply.Headers["Set-Cookie"];
        var token = reply.Json.GetProperty("XsrfToken").GetString()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Json.GetProperty("AssociateId").GetInt32(), Is.EqualTo(SoapTestServer.Anna));
            Assert.That(cookies[0], Does.StartWith("Services83-Session=7T").And.Contain("httponly").IgnoreCase.And.Contain("samesite=strict").IgnoreCase);
            Assert.That(cookies[1], Does.StartWith($"XSRF-TOKEN={token};").And.Contain("samesite=strict").IgnoreCase.And.Not.Contain("httponly").IgnoreCase);
            Assert.That(reply.Text, Does.Not.Contain("7T:"));
        }

        Succeeded(await CallAsync(cookies[0], token));
    }

    [Test]
    public async Task A_stranger_can_send_no_more_than_a_name_and_a_password_need() =>
        Refused(await Server.Rest().PostAsync(Session, $"{{\"UserName\":\"{new string('a', 70_000)}\"}}", Json, Deadline), 413, "TooLarge");

    [Test]
    public async Task The_cookie_alone_proves_nothing()
    {
        var reply = await Server.Rest().PostAsync(Session, Password, Json, Deadline);
        var other = await Server.Rest().PostAsync(Session, Password, Json, Deadline);
        var (cookie, token) = (reply.Headers["Set-Cookie"][0], reply.Json.GetProperty("XsrfToken").GetString()!);

        Refused(await CallAsync(cookie, null), 401, "NotAuthenticated");
        Refused(await CallAsync(cookie, ""), 401, "NotAuthenticated");
        Refused(await CallAsync(cookie, token[..^1]), 401, "NotAuthenticated");
        Refused(await CallAsync(cookie, other.Json.GetProperty("XsrfToken").GetString()!), 401, "NotAuthenticated");
        Refused(await CallAsync(null, token), 401, "NotAuthenticated");
        Succeeded(await CallAsync(cookie, token));
    }

    [Test]
    public async Task The_end_of_a_session_is_the_end_of_its_ticket()
    {
        var reply = await Server.Rest().PostAsync(Session, Password, Json, Deadline);
        var (cookie, token) = (reply.Headers["Set-Cookie"][0], reply.Json.GetProperty("XsrfToken").GetString()!);

        Refused(await Server.Rest().SendAsync(HttpMethod.Delete, Session, Deadline, ("Cookie", cookie.Split(';')[0])), 401, "NotAuthenticated");
        var ended = await Server.Rest().SendAsync(HttpMethod.Delete, Session, Deadline, ("Cookie", cookie.Split(';')[0]), ("X-XSRF-TOKEN", token));

        Assert.That((int)ended.Status, Is.EqualTo(204));
        Assert.That(ended.Headers["Set-Cookie"], Has.Exactly(2).Contains("expires=Thu, 01 Jan 1970"));
        Refused(await CallAsync(cookie, token), 401, "NotAuthenticated");
    }

    [Test]
    public async Task Sessions_of_one_user_end_one_by_one()
    {
        var basic = Server.Rest(RestTestClient.Basic("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna)));
        var first = Succeeded(await basic.PostAsync(Session, "", null, Deadline));
        var second = Succeeded(await basic.PostAsync(Session, "", null, Deadline));
        var (cookie, token) = (first.Headers["Set-Cookie"][0], first.Json.GetProperty("XsrfToken").GetString()!);

        await Server.Rest().SendAsync(HttpMethod.Delete, Session, Deadline, ("Cookie", cookie.Split(';')[0]), ("X-XSRF-TOKEN", token));

        var refused = await CallAsync(cookie, token);
        Refused(refused, 401, "NotAuthenticated");
        Assert.That(refused.Headers["WWW-Authenticate"], Has.None.StartsWith("Basic"), "the browser would ask for a password");
        Succeeded(await CallAsync(second.Headers["Set-Cookie"][0], second.Json.GetProperty("XsrfToken").GetString()!));
    }

    [TestCase("""{"UserName":"anna","Password":"wrong"}""", Json, 401, "NotAuthenticated")]
    [TestCase("", null, 401, "NotAuthenticated")]
    [TestCase("[]", Json, 400, "InvalidRequest")]
    [TestCase("UserName=anna&Password=x", "application/x-www-form-urlencoded", 415, "UnsupportedMediaType")]
    public async Task Whoever_proves_nothing_gets_none(string body, string? type, int status, string exceptionType)
    {
        var reply = await Server.Rest().PostAsync(Session, body, type, Deadline);

        Refused(reply, status, exceptionType);
        Assert.That(reply.Headers.Keys, Does.Not.Contain("Set-Cookie"));
    }

    [Test]
    public async Task A_ticket_opens_one_too_and_a_header_goes_before_the_cookie()
    {
        var bob = await AsAsync(SoapTestServer.Bob);
        var session = Succeeded(await bob.PostAsync(Session, "", null, Deadline));
        var anna = await AsAsync(SoapTestServer.Anna);

        var account = await anna.PostAsync(Operation("CreateDefaultEMailAccount"), "", null, Deadline,
            ("Cookie", session.Headers["Set-Cookie"][0].Split(';')[0]), ("X-XSRF-TOKEN", session.Json.GetProperty("XsrfToken").GetString()!));

        Assert.That(Succeeded(account).Read<EMailAccount>()!.AssociateId, Is.EqualTo(SoapTestServer.Anna));
    }

    [Test]
    public async Task Passwords_are_throttled_as_at_the_other_door()
    {
        for (var i = 0; i < LoginThrottle.MaxPerUser; i++)
        {
            Refused(await Server.Rest(RestTestClient.Basic("anna", "wrong")).PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline), 401, "NotAuthenticated");
        }

        var reply = await Server.Rest().PostAsync(Session, Password, Json, Deadline);

        Refused(reply, 429, "Throttled");
        Assert.That(reply.Header("Retry-After"), Is.EqualTo("900"));
    }

    [Test]
    public async Task A_new_password_or_a_closed_door_also_ends_what_Basic_remembers()
    {
        var basic = Server.Rest(RestTestClient.Basic("anna", SoapTestServer.PasswordOf(SoapTestServer.Anna)));
        Succeeded(await basic.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline));
        Succeeded(await basic.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline));
        await Server.Get<AssociateStore>().SetPasswordAsync(SoapTestServer.Anna, "another", Deadline);

        Refused(await basic.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline), 401, "NotAuthenticated");

        var anew = Server.Rest(RestTestClient.Basic("anna", "another"));
        Succeeded(await anew.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline));
        await Server.Get<AssociateStore>().SetDisabledAsync(SoapTestServer.Anna, disabled: true, Deadline);
        Refused(await anew.PostAsync(Operation("GetCurrentAccountId"), "", null, Deadline), 401, "NotAuthenticated");
    }

    private Task<RestTestReply> CallAsync(string? cookie, string? token) => Server.Rest().PostAsync(
        Operation("GetCurrentAccountId"), "", null, Deadline,
        [.. cookie is null ? [] : new[] { ("Cookie", cookie.Split(';')[0]) }, .. token is null ? [] : new[] { ("X-XSRF-TOKEN", token) }]);
}

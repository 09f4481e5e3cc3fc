using System.Net;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Consent;

/// <summary>The owner of a mailbox opens the link that an administrator has sent. The identity provider is a real one.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[NonParallelizable]
public sealed class ConsentDoorTests : SoapFixture
{
    private IdentityProvider _provider = null!;

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task StartServersAsync()
    {
        _provider = await IdentityProvider.StartAsync(CancellationToken.None);
        await StartAsync(
            $"--Soap:PublicUrl={IdentityProvider.Redirect.GetLeftPart(UriPartial.Authority)}", $"--Mail:PinnedCertificates:127.0.0.1={_provider.Fingerprint}",
            $"--Mail:OAuth:openid:Authority={_provider.Origin}openid", "--Mail:OAuth:openid:ClientId=mail", "--Mail:OAuth:openid:ClientSecret=openid&secret%21",
            "--Mail:OAuth:openid:Hosts:0=127.0.0.1");
    }

    [OneTimeTearDown]
    public async Task StopProviderAsync() => await _provider.DisposeAsync();

    [SetUp]
    public Task ResetAsync() => _provider.ResetAsync(Deadline);

    [Test]
    public async Task A_link_leads_to_the_provider_and_back_and_can_be_used_once()
    {
        var (account, link) = await InviteAsync("one");
        using var person = new Person(Server);

        var page = await person.GetAsync(link);
        var looked = await person.GetAsync(link);
        var begun = await person.GetAsync($"{link}/begin");
        var back = await AtProviderAsync(begun.Headers.Location!);
        var done = await person.GetAsync(back.PathAndQuery);
        var again = await person.GetAsync(link);
        var replayed = await person.GetAsync(back.PathAndQuery);

        Assert.That(await TextAsync(page), Does.Contain("Access to the mailbox one").And.Contain("log in at your mail provider as one@test.example").And.Contain($"{link}/begin"));
        Assert.That(looked.StatusCode, Is.EqualTo(HttpStatusCode.OK), "looking uses nothing up");
        Assert.That(await TextAsync(done), Does.Contain("Thank you").And.Contain("may use the mailbox one now"));
        Assert.That(await StateAsync(account), Is.EqualTo(ConsentState.Given));
        Assert.That((again.StatusCode, replayed.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.BadRequest)));
        foreach (var reply in (HttpResponseMessage[])[page, begun, done, again])
        {
            Assert.That(reply.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'; style-src 'sha256-").And.Contain("frame-ancestors 'none'"));
            Assert.That((reply.Headers.CacheControl!.NoStore, reply.Headers.GetValues("Referrer-Policy").Single()), Is.EqualTo((true, "no-referrer")));
        }

        Assert.That(begun.Headers.GetValues("Set-Cookie").Single(), Does.Contain("path=/oauth/callback; secure; samesite=lax; httponly"));
        Assert.That(Server.Log.Lines, Has.None.Contains(System.Web.HttpUtility.ParseQueryString(back.Query)["code"]!));
    }

    [Test]
    public async Task The_consent_of_somebody_else_is_refused_and_the_link_can_be_used_again()
    {
        var (account, link) = await InviteAsync("two");
        using var person = new Person(Server);
        await _provider.SetAsync(new { user = "three" }, Deadline);

        var refused = await person.GetAsync((await AtProviderAsync((await person.GetAsync($"{link}/begin")).Headers.Location!)).PathAndQuery);
        var state = await StateAsync(account);
        await _provider.SetAsync(new { user = "two" }, Deadline);
        var taken = await person.GetAsync((await AtProviderAsync((await person.GetAsync($"{link}/begin")).Headers.Location!)).PathAndQuery);

        Assert.That(await TextAsync(refused), Does.Contain("given by three@test.example, but the mailbox two needs that of two@test.example. Nothing was stored.").And.Contain("Try again"));
        Assert.That(state, Is.EqualTo(ConsentState.Missing));
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_answer_counts_only_in_the_browser_that_began_and_with_its_state()
    {
        var (account, link) = await InviteAsync("four");
        using var person = new Person(Server);
        using var thief = new Person(Server);
        var back = (await AtProviderAsync((await person.GetAsync($"{link}/begin")).Headers.Location!)).PathAndQuery;

        var stolen = await thief.GetAsync(back);
        var forged = await person.GetAsync(back.Replace("state=", "state=x", StringComparison.Ordinal));

        Assert.That((stolen.StatusCode, forged.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That(await StateAsync(account), Is.EqualTo(ConsentState.Missing));
    }

    [Test]
    public async Task A_person_who_refuses_is_told_so_in_the_providers_words()
    {
        var (account, link) = await InviteAsync("five");
        using var person = new Person(Server);
        await _provider.SetAsync(new { user = "nobody" }, Deadline);

        var refused = await person.GetAsync((await AtProviderAsync((await person.GetAsync($"{link}/begin")).Headers.Location!)).PathAndQuery + "&x=%3Cscript%3E");

        Assert.That(await TextAsync(refused), Does.Contain("access_denied The user refused.").And.Not.Contain("<script"));
        Assert.That(await StateAsync(account), Is.EqualTo(ConsentState.Missing));
    }

    [Test]
    public async Task A_link_that_nobody_was_sent_or_that_was_replaced_leads_nowhere()
    {
        var (account, link) = await InviteAsync("six");
        await Server.Get<ConsentLinks>().CreateAsync(account, Deadline);
        using var person = new Person(Server);

        foreach (var address in (string[])[link, $"{link}/begin", "/consent/none", "/consent/none/begin"])
        {
            Assert.That((await person.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), address);
        }
    }

    private async Task<(int AccountId, string Link)> InviteAsync(string user)
    {
        var account = await Server.Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = SoapTestServer.Anna,
                EmailAddress = $"{user}@test.example",
                Incoming = new LoginDraft(new MailEndpoint("127.0.0.1", 993, MailSecurity.Tls), MailLogin.OAuth, user, Password: null),
                Consent = new ConsentDraft("openid", $"{user}@test.example", ConsentState.Missing),
            },
            Deadline);
        return (account, $"/consent/{await Server.Get<ConsentLinks>().CreateAsync(account, Deadline)}");
    }

    private async Task<Uri> AtProviderAsync(Uri address)
    {
        using var browser = _provider.Browser();
        return await browser.FollowAsync(address, Deadline);
    }

    private async Task<ConsentState> StateAsync(int account) => (await Server.Get<ConsentStore>().FindAsync(account, Deadline))!.State;

    private static async Task<string> TextAsync(HttpResponseMessage reply) => WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync(Deadline));

    /// <summary>A browser at our program. It sends every cookie back, also over plain HTTP.</summary>
    private sealed class Person(SoapTestServer server) : IDisposable
    {
        private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Url };
        private string? _cookie;

        public async Task<HttpResponseMessage> GetAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (_cookie is not null)
            {
                request.Headers.Add("Cookie", _cookie);
            }

            var reply = await _client.SendAsync(request, Deadline);
            _cookie = reply.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : _cookie;
            return reply;
        }

        public void Dispose() => _client.Dispose();
    }
}

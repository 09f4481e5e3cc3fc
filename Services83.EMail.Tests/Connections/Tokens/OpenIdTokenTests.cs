using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>Tokens of a real OpenID provider, which real mail servers judge.</summary>
[CancelAfter(60_000)]
public sealed class OpenIdTokenTests : TokenFixture
{
    [TestCase("openid", true)]
    [TestCase("jwt", false)]
    public async Task A_consent_in_a_browser_opens_the_mailbox_over_imap_and_pop3(string provider, bool asks)
    {
        var (_, token) = await ConsentedAsync(provider, "user001");
        var server = asks ? Servers.Asking : Servers.Judging;
        await using var imap = await ImapClient.ConnectAsync(server.ImapOptions(LineSecurity.Tls), Deadline);
        await using var pop3 = await Pop3Client.ConnectAsync(
            new Pop3ConnectionOptions { Host = server.Host, Port = server.Pop3sPort, Trust = TlsTrust.Pinned(server.CertificateFingerprint) }, Deadline);

        await imap.AuthenticateAsync(MailCredentials.OAuth("user001", token.Reveal()), Deadline);
        await pop3.AuthenticateAsync(MailCredentials.OAuth("user001", token.Reveal()), Deadline);

        Assert.That(imap.IsAuthenticated, Is.True);
        Assert.That(await RequestsAsync(), Is.Zero, "the token of the consent is used");
    }

    [Test]
    public async Task A_token_is_renewed_before_it_ends_and_the_next_refresh_token_is_stored()
    {
        var (account, first) = await ConsentedAsync("openid", "user002");
        var before = (await Node.Store.FindAsync(account, Deadline))!;

        Time.Advance(TimeSpan.FromMinutes(45));
        var same = await TokenAsync(account, "user002");
        Time.Advance(TimeSpan.FromMinutes(7));
        var next = await TokenAsync(account, "user002");
        var after = (await Node.Store.FindAsync(account, Deadline))!;

        Assert.That(same.Reveal(), Is.EqualTo(first.Reveal()));
        Assert.That(next.Reveal(), Is.Not.EqualTo(first.Reveal()));
        Assert.That(after.AccessToken!.Reveal(), Is.EqualTo(next.Reveal()));
        Assert.That(after.Grant!.Reveal(), Is.Not.EqualTo(before.Grant!.Reveal()), "the provider rotates refresh tokens");
        // The provider would end everything if the first refresh token were used again.
        Time.Advance(TimeSpan.FromHours(1));
        Assert.That((await TokenAsync(account, "user002")).Reveal(), Is.Not.EqualTo(next.Reveal()));
        Assert.That(await RequestsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Neither_tokens_nor_refresh_tokens_are_readable_in_the_database()
    {
        var (account, token) = await ConsentedAsync("openid", "user003");
        var grant = (await Node.Store.FindAsync(account, Deadline))!.Grant!.Reveal();

        var row = (await Database.Database.QueryAsync<(string Secret, string Token)>("SELECT secret, access_token FROM oauth_consent", new { }, Deadline)).Single();

        Assert.That(row.Secret + row.Token, Does.Not.Contain(grant).And.Not.Contain(token.Reveal()));
        Assert.That($"{await Node.Store.FindAsync(account, Deadline)}", Does.Not.Contain(grant).And.Not.Contain(token.Reveal()));
    }

    [Test]
    public async Task A_consent_that_was_withdrawn_is_told_and_the_provider_is_not_asked_again()
    {
        await Provider.SetAsync(new { life = 600 }, Deadline);
        var (account, _) = await ConsentedAsync("openid", "user004");
        await Provider.SetAsync(new { revoke = "user004" }, Deadline);
        Time.Advance(TimeSpan.FromMinutes(10));

        var told = await RefusedAsync(account, "user004");
        await RefusedAsync(account, "user004");
        Time.Advance(TimeSpan.FromMinutes(40));
        var later = await RefusedAsync(account, "user004", node: AddNode());

        Assert.That(told.Message, Is.EqualTo(later.Message));
        Assert.That(told.Message, Does.StartWith($"The mailbox user004 needs the consent of user004@test.example at 'openid': run account consent {account}. (invalid_grant"));
        Assert.That(told.IsTransient, Is.False);
        Assert.That(await RequestsAsync(), Is.EqualTo(1));

        await ConsentAsync(account);
        Assert.That((await TokenAsync(account, "user004")).Reveal(), Is.Not.Empty);
    }

    [Test]
    public async Task A_provider_in_trouble_is_left_alone_for_a_while_and_the_token_is_used_to_its_end()
    {
        var (account, token) = await ConsentedAsync("openid", "user005");
        await Provider.SetAsync(new { failures = 1000 }, Deadline);

        Time.Advance(TimeSpan.FromMinutes(55));
        Assert.That((await TokenAsync(account, "user005")).Reveal(), Is.EqualTo(token.Reveal()));
        Assert.That((await TokenAsync(account, "user005")).Reveal(), Is.EqualTo(token.Reveal()));
        Assert.That(await RequestsAsync(), Is.EqualTo(1), "it is not asked again at once");

        Time.Advance(TimeSpan.FromMinutes(10));
        var error = await RefusedAsync(account, "user005");
        var again = await RefusedAsync(account, "user005");
        Assert.That((error.IsTransient, again.IsTransient), Is.EqualTo((true, true)));
        Assert.That(error.Message, Is.EqualTo("The identity provider 'openid' issues no token at the moment: temporarily_unavailable"));
        Assert.That(again.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(await RequestsAsync(), Is.EqualTo(2));

        await Provider.SetAsync(new { failures = 0 }, Deadline);
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That((await TokenAsync(account, "user005")).Reveal(), Is.Not.EqualTo(token.Reveal()));
    }

    [Test]
    public async Task Several_processes_that_need_the_next_token_at_once_ask_for_it_once()
    {
        var (account, _) = await ConsentedAsync("openid", "user006");
        // Those that wait look again after a while, by the clock of the machine.
        TokenNode[] nodes = [AddNode(TimeProvider.System), AddNode(TimeProvider.System), AddNode(TimeProvider.System)];
        await Database.Database.ExecuteAsync("UPDATE oauth_consent SET renew_at = 1, expires_at = 1", new { }, Deadline);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => TokenAsync(account, "user006", node: nodes[i % 3]))));

        Assert.That(tokens.Select(token => token.Reveal()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await RequestsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_that_gives_up_does_not_end_the_renewal()
    {
        var (account, token) = await ConsentedAsync("openid", "user007");
        Time.Advance(TimeSpan.FromHours(2));
        using var impatient = new CancellationTokenSource();

        var given = Node.Tokens.GetAsync(account, "127.0.0.1", "user007", null, impatient.Token);
        await impatient.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => given);

        Assert.That((await TokenAsync(account, "user007")).Reveal(), Is.Not.EqualTo(token.Reveal()));
        Assert.That(await RequestsAsync(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task A_refused_token_is_replaced_once_but_not_if_it_is_new()
    {
        var (account, token) = await ConsentedAsync("openid", "user008");

        var young = await TokenAsync(account, "user008", refused: token);
        Time.Advance(TimeSpan.FromMinutes(2));
        var next = await TokenAsync(account, "user008", refused: token);
        var other = await TokenAsync(account, "user008", refused: token);

        Assert.That(young.Reveal(), Is.EqualTo(token.Reveal()));
        Assert.That(next.Reveal(), Is.Not.EqualTo(token.Reveal()));
        Assert.That(other.Reveal(), Is.EqualTo(next.Reveal()), "another caller has renewed it already");
    }

    [Test]
    public async Task The_consent_of_somebody_else_is_refused_and_not_stored()
    {
        var account = await AddAccountAsync("openid", "user009");
        await Provider.SetAsync(new { user = "user010" }, Deadline);

        var error = await Assert.ThrowsAsync<EMail.Connections.Tokens.ConsentException>(() => ConsentAsync(account));

        Assert.That(error!.Message, Does.Contain("given by user010@test.example").And.Contain("needs that of user009@test.example. Nothing was stored."));
        Assert.That((await Node.Store.FindAsync(account, Deadline))!.State, Is.EqualTo(ConsentState.Missing));
    }

    [Test]
    public async Task A_person_may_consent_for_a_shared_mailbox()
    {
        var account = await AddAccountAsync("openid", "sales", consenter: "user011@test.example");

        await ConsentAsync(account);

        Assert.That((await TokenAsync(account, "sales")).Reveal(), Is.Not.Empty);
    }

    [Test]
    public async Task A_token_goes_to_no_other_server_and_to_no_other_mailbox()
    {
        var (account, _) = await ConsentedAsync("openid", "user012");

        var server = await RefusedAsync(account, "user012", host: "imap.evil.example");
        var mailbox = await RefusedAsync(account, "boss");

        Assert.That(server.Message, Does.Contain("Mail:OAuth:openid:Hosts does not name it"));
        Assert.That(mailbox.Message, Does.Contain("for the mailbox user012, not for boss"));
        Assert.That((server.IsForbidden, mailbox.IsForbidden), Is.EqualTo((true, true)));
    }
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

/// <summary>Accounts with tokens, on the command line. The provider is a real one.</summary>
[Category(Tier.Programs)]
[CancelAfter(60_000)]
[NonParallelizable]
public sealed class AccountConsentCommandTests : ProgramFixture
{
    private IdentityProvider _provider = null!;

    [OneTimeSetUp]
    public async Task StartProviderAsync() => _provider = await IdentityProvider.StartAsync(Deadline);

    [OneTimeTearDown]
    public async Task StopProviderAsync() => await _provider.DisposeAsync();

    [Test]
    public async Task An_account_is_added_by_a_code_that_is_typed_into_a_browser()
    {
        await AddUserAsync("anna");
        await _provider.SetAsync(new { user = "anna" }, Deadline);
        var adding = await StartAsync(["account", "add", "anna@test.example", "--associate", "anna", "--server", "127.0.0.1", "--oauth", "openid", .. Settings]);
        var words = (await adding.WaitForLineAsync("Open ", Deadline)).Split(' ');

        using (var browser = _provider.Browser())
        {
            await browser.TypeCodeAsync(new Uri(words[1]), words[Array.IndexOf(words, "code") + 1], Deadline);
        }

        var added = await adding.WaitForExitAsync(Deadline);
        var evil = await RunAsync(["account", "add", "bob@test.example", "--associate", "anna", "--server", "imap.evil.example", "--oauth", "openid", .. Settings]);
        var unknown = await RunAsync(["account", "add", "bob@test.example", "--associate", "anna", "--server", "127.0.0.1", "--oauth", "other", .. Settings]);
        var link = await RunAsync(["account", "consent", "1", "--link", "--Soap:PublicUrl=https://mail.test.example/base", .. Settings]);

        Assert.That(added.ExitCode, Is.Zero, added.ToString());
        Assert.That(added.Output, Does.Contain("Account 1 is anna@test.example.").And.EndsWith("Account 1 may use the mailbox anna@test.example."));
        Assert.That((evil.ExitCode, evil.Error), Is.EqualTo((1, "The tokens of 'openid' are not for imap.evil.example: Mail:OAuth:openid:Hosts does not name it.")));
        Assert.That((unknown.ExitCode, unknown.Error), Is.EqualTo((1, "There is no setting Mail:OAuth:other. It names an identity provider, see docs/oauth.md.")));
        Assert.That(link.Output, Does.Match(@"Send this link to anna@test\.example\..*\nhttps://mail\.test\.example/base/consent/[A-Za-z0-9_-]{43}$"));
    }

    private string[] Settings =>
    [
        $"--Mail:PinnedCertificates:127.0.0.1={_provider.Fingerprint}", $"--Mail:OAuth:openid:Authority={_provider.Origin}openid", "--Mail:OAuth:openid:ClientId=mail",
        "--Mail:OAuth:openid:ClientSecret=openid&secret%21", "--Mail:OAuth:openid:Hosts:0=127.0.0.1",
    ];
}

using NUnit.Framework;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Webhooks;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class WebhookCommandTests : CommandFixture
{
    [Test]
    public async Task A_webhook_is_added_listed_tested_retried_and_removed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await AddUserAsync("anna");
        string[] local = ["--Webhooks:AllowHttp=true", "--Webhooks:PrivateNetworks:0=127.0.0.0/8"];
        var added = await MustRunAsync("", ["webhook", "add", receiver.Url, "--event", "messageNew", "accountError", "--associate", "ANNA", .. local]);
        var list = await MustRunAsync("", "webhook", "list");
        var tested = await MustRunAsync("", ["webhook", "test", "1", .. local]);
        receiver.AnswerWith(403);
        var refused = await RunAsync(["webhook", "test", "1", .. local]);

        Assert.That(added.Output, Does.Match(@"^Webhook 1\. The key of its signatures, shown only now:\s+whsec_[A-Za-z0-9+/]{43}=$"));
        Assert.That(list.Output, Does.Not.Contain("whsec_"));
        Assert.That(list.Rows, Is.EqualTo(new[] { new[] { "1", receiver.Url, "messageNew, accountError", "anna's", "ok", "0", "never", "" } }));
        Assert.That(tested.Output, Is.EqualTo("The receiver answered 204 No Content."));
        Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((1, "The receiver answered 403 Forbidden.")));
        Assert.That(receiver.Requests.Select(request => $"{request.Json["type"]}"), Is.All.EqualTo("webhook.test"));

        Assert.That((await MustRunAsync("", "webhook", "retry", "1")).Output, Is.EqualTo("The server delivers to webhook 1 again while it runs."));
        Assert.That((await MustRunAsync("", "webhook", "remove", "1")).Output, Is.EqualTo("Webhook 1 is removed."));
        Assert.That((await RunAsync("webhook", "remove", "1")).Error, Is.EqualTo("There is no webhook with the id 1."));
    }

    [TestCase("http://crm.example.com/", "", "The address must begin with https:, unless the setting Webhooks:AllowHttp is true.")]
    [TestCase("https://crm.example.com/", "--event=messageOld", "There is no event 'messageOld'. There are messageNew, messageDeleted, messageUpdated, accountError, messageBounced.")]
    [TestCase("https://crm.example.com/", "--associate=nobody", "There is no associate with the login name 'nobody'.")]
    [TestCase("https://crm.example.com/", "--account=99", "There is no account 99.")]
    public async Task What_cannot_be_added_is_refused_with_the_reason(string url, string option, string error)
    {
        var result = await RunAsync(["webhook", "add", url, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, error)));
    }
}

using NUnit.Framework;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    /// <summary>The example that libraries for receivers are tested with.</summary>
    [Test]
    public void A_signature_is_that_of_Standard_Webhooks() => Assert.That(
        WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"),
        Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    [Test]
    public void Each_key_is_a_different_one_of_256_bits()
    {
        var (one, other) = (WebhookSignature.CreateSecret(), WebhookSignature.CreateSecret());

        Assert.That(one.Reveal(), Is.Not.EqualTo(other.Reveal()));
        Assert.That(Convert.FromBase64String(one.Reveal()["whsec_".Length..]), Has.Length.EqualTo(32));
        Assert.That($"{one}", Is.EqualTo("***"));
    }

    [TestCase("https://crm.example.com/hooks", null)]
    [TestCase("https://crm.example.com:8443/hooks?a=b", null)]
    [TestCase("http://crm.example.com/hooks", "The address must begin with https:, unless the setting Webhooks:AllowHttp is true.")]
    [TestCase("ftp://crm.example.com/hooks", "The address must begin with https:.")]
    [TestCase("file:///etc/passwd", "'file:///etc/passwd' is not an address such as https://crm.example.com/hooks/mail.")]
    [TestCase("hooks", "'hooks' is not an address such as https://crm.example.com/hooks/mail.")]
    [TestCase("https://user:secret@crm.example.com/", "The address must not hold a user name or a password.")]
    [TestCase("https://crm.example.com/#x", "The address must not hold a fragment (#).")]
    public void An_address_that_cannot_be_used_is_refused_with_the_reason(string address, string? refusal) =>
        Assert.That(WebhookAddress.Refuse(address, allowHttp: false), Is.EqualTo(refusal));

    [Test]
    public void With_the_setting_http_is_allowed() => Assert.That(WebhookAddress.Refuse("http://crm.example.com/", allowHttp: true), Is.Null);

    [Test]
    public void Whatever_a_header_holds_the_body_is_valid_and_small()
    {
        var texts = new[] { new string('\ud83d', 1000), "\0\u0001\"\\</script>", string.Concat(Enumerable.Repeat("😀", 1000)), new string('"', 100_000) };
        var events = Enumerable.Range(0, WebhookCourier.MaxEvents).Select(i => new WaitingEvent
        {
            EventId = i, Kind = WebhookEvents.MessageNew, AccountId = 1, ItemId = i, ShownFolderId = 3, MessageId = texts[i % 4], Subject = texts[i % 4],
            FromName = texts[i % 4], FromAddress = texts[i % 4],
        }).ToArray();

        var payload = WebhookPayload.Of(events, missedSince: null, TimeProvider.System.GetUtcNow());

        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(payload)!["data"]!["events"]!.AsArray(), Has.Count.EqualTo(events.Length));
        Assert.That(payload, Has.Length.LessThan(WebhookCourier.MaxEvents * 7000));
    }
}

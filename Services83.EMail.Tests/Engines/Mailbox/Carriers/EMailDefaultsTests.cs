using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Carriers;

namespace Services83.EMail.Tests.Engines.Mailbox.Carriers;

public sealed class EMailDefaultsTests
{
    private static readonly object[] All =
    [
        EMailDefaults.Address(), EMailDefaults.Attachment(), EMailDefaults.ConnectionInfo(), EMailDefaults.ConnectionInfoExtended(),
        EMailDefaults.CustomHeader(), EMailDefaults.Entity(), EMailDefaults.Envelope(), EMailDefaults.Folder(), EMailDefaults.SOInfo(),
    ];

    [TestCaseSource(nameof(All))]
    public void Lists_are_empty_rather_than_null(object carrier)
    {
        foreach (var property in carrier.GetType().GetProperties().Where(property => property.PropertyType.IsArray))
        {
            Assert.That(((Array)property.GetValue(carrier)!).Length, Is.Zero, property.Name);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Each_call_makes_a_new_one(object carrier)
    {
        var again = typeof(EMailDefaults).GetMethods().First(method => method.ReturnType == carrier.GetType()).Invoke(null, []);

        Assert.That(again, Is.Not.SameAs(carrier));
    }

    [Test]
    public void Connections_are_encrypted_and_messages_of_normal_priority()
    {
        Assert.That(EMailDefaults.ConnectionInfo().UseSSL, Is.True);
        var extended = EMailDefaults.ConnectionInfoExtended();
        Assert.That((extended.UseSSL, extended.Port, extended.Protocol), Is.EqualTo((true, 993, "IMAP")));
        Assert.That(EMailDefaults.Entity().Priority, Is.EqualTo(EMailPriority.Normal));
        Assert.That(EMailDefaults.Envelope().Priority, Is.EqualTo(EMailPriority.Normal));
    }
}

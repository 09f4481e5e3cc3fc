using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Carriers;
using Shouldly;

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
            property.GetValue(carrier).ShouldBeAssignableTo<Array>().ShouldNotBeNull().Length.ShouldBe(0, property.Name);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Each_call_makes_a_new_one(object carrier)
    {
        var again = typeof(EMailDefaults).GetMethods().First(method => method.ReturnType == carrier.GetType()).Invoke(null, []);

        again.ShouldNotBeSameAs(carrier);
    }

    [Test]
    public void Connections_are_encrypted_and_messages_of_normal_priority()
    {
        EMailDefaults.ConnectionInfo().UseSSL.ShouldBeTrue();
        var extended = EMailDefaults.ConnectionInfoExtended();
        (extended.UseSSL, extended.Port, extended.Protocol).ShouldBe((true, 993, "IMAP"));
        EMailDefaults.Entity().Priority.ShouldBe(EMailPriority.Normal);
        EMailDefaults.Envelope().Priority.ShouldBe(EMailPriority.Normal);
    }
}

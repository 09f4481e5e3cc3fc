using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.NamedServer;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Ids with a Message-ID.</summary>
public sealed class ExtendedIdsTests
{
    [TestCase("7:12:a@b", 12u)]
    [TestCase("7:12:<\"a:b\"@[IPv6:::1]>", 12u)]
    [TestCase("7:12:", 12u)]
    [TestCase("7-12", 12u)]
    [TestCase("8:12:a@b", null)]
    [TestCase("7:0:a@b", null)]
    [TestCase("7:-1:a@b", null)]
    [TestCase("7", null)]
    [TestCase("", null)]
    [TestCase("7-12-3", null)]
    public void A_UID_is_read_from_both_kinds_of_ids_of_this_numbering(string id, uint? uid) => Assert.That(ExtendedIds.UidIn(id, 7), Is.EqualTo(uid));

    [TestCase("simple")]
    [TestCase("with:colon%and percent%3A")]
    [TestCase(":")]
    public void A_unique_id_of_POP3_survives_a_Message_ID_with_colons(string uniqueId) =>
        Assert.That(ExtendedIds.UniqueIdIn(ExtendedIds.OfPop3(uniqueId, "a:b:c@[::1]")), Is.EqualTo(uniqueId));
}

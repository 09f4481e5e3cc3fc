using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>The contract's <c>MessageServerIds</c> are UIDs.</summary>
internal static class ServerIds
{
    /// <summary>No message has the UID 0.</summary>
    public static UidSet ToUids(IEnumerable<int> serverIds) => UidSet.Of(serverIds.Where(id => id != 0).Select(CarrierMapper.Uid));
}

namespace Services83.EMail.Html;

/// <summary>What happens to images that a browser would load from other servers. Images inside the message (<c>cid:</c>, <c>data:</c>)
/// always stay.</summary>
public enum RemoteImages
{
    /// <summary>Their addresses are removed: showing the message sends no request, so a sender does not learn that it was read.</summary>
    Blocked,

    /// <summary>Their addresses stay.</summary>
    Kept,
}

namespace Services83.EMail.Storage;

/// <summary>One of several accounts cannot be saved, so none of them was saved.</summary>
/// <param name="index">Its index, from 0.</param>
/// <param name="reason">The reason, as text for the user.</param>
public sealed class AccountRefusedException(int index, InvalidArgumentException reason) : Exception(reason.Message, reason)
{
    public int Index => index;
}

namespace Services83.EMail.Storage;

/// <summary>One of several accounts cannot be added, so that none of them was.</summary>
/// <param name="index">Which one, from 0.</param>
/// <param name="reason">Why, in words for whoever gave it.</param>
public sealed class AccountRefusedException(int index, InvalidArgumentException reason) : Exception(reason.Message, reason)
{
    public int Index => index;
}

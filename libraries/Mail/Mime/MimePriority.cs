namespace Services83.EMail.Mail.Mime;

/// <summary>The urgency that the sender gave. The numbers 1 to 5 are those of <c>X-Priority</c>.</summary>
public enum MimePriority
{
    /// <summary>The message says nothing about it.</summary>
    None = 0,
    Highest = 1,
    High = 2,
    Normal = 3,
    Low = 4,
    Lowest = 5,
}

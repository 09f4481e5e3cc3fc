using System.Buffers;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Which code may write which header field of a message.</summary>
public static class FieldKinds
{
    private const int LongestName = 76;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(":");

    private static readonly HashSet<string> OfMembers = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    };

    private static readonly HashSet<string> Priorities = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-Priority", "Importance", "Priority", "X-MSMail-Priority",
    };

    private static readonly HashSet<string> OfSystems = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sender", "Received", "Return-Path", "Delivered-To",
    };

    private static readonly HashSet<string> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        "Reply-To", "Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To", "Mail-Followup-To", "Mail-Reply-To",
    };

    /// <summary>
    /// Whether the field has no other member of a message, and may be set by the author.
    /// </summary>
    public static bool IsFree(MimeHeader field) =>
        IsName(field.Name) && !HasMember(field.Name) && !OfSystems.Contains(field.Name)
        && (!HoldsAddresses(field.Name)
            || (field.Mailboxes.Count > 0 && field.Mailboxes.All(mailbox => AddressSyntax.TryNormalize(mailbox.Address, out _))));

    /// <summary>Whether the composer itself writes the field, or only a server or the sender's program may.</summary>
    public static bool IsReserved(string name) =>
        OfSystems.Contains(name) || IsStructure(name) || (OfMembers.Contains(name) && !IsThread(name));

    /// <summary>Whether the field holds addresses.</summary>
    public static bool HoldsAddresses(string name) => Addresses.Contains(name);

    /// <summary>Whether the field gives the urgency of a message.</summary>
    public static bool IsPriority(string name) => Priorities.Contains(name);

    /// <summary>Whether the field has a member of its own in <see cref="OutgoingMessage"/>, or belongs to the parts.</summary>
    public static bool HasMember(string name) => OfMembers.Contains(name) || IsPriority(name) || IsStructure(name);

    /// <summary>Whether a text is valid as the name of a field (RFC 5322, section 2.2).</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && name.AsSpan().IndexOfAny(NotInNames) < 0;

    private static bool IsThread(string name) =>
        name.Equals("In-Reply-To", StringComparison.OrdinalIgnoreCase) || name.Equals("References", StringComparison.OrdinalIgnoreCase);

    private static bool IsStructure(string name) =>
        name.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
}

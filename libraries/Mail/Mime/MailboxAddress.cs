namespace Services83.EMail.Mail.Mime;

/// <summary>One mailbox of an address field (RFC 5322, section 3.4). Groups are flattened into their members.</summary>
/// <param name="DisplayName">The name before the address, decoded; else the comment after it; empty when there is neither.</param>
/// <param name="Address">
/// The address as written, without brackets, comments and source route. It may lack a domain (<c>MAILER-DAEMON</c>), and it is empty when
/// the field has only a name.
/// </param>
public sealed record MailboxAddress(string DisplayName, string Address);

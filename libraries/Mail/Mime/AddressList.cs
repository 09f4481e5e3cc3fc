using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>Lists of addresses outside of a message.</summary>
public static class AddressList
{
    /// <summary>Reads a list, as the value of an address field or as people type it; commas and semicolons separate the addresses.</summary>
    /// <param name="text">Of any quality.</param>
    /// <returns>At most <see cref="MimeLimits.Addresses"/> addresses.</returns>
    public static IReadOnlyList<MailboxAddress> Parse(string text)
    {
        var found = new List<MailboxAddress>();
        AddressParser.Parse(text, found);
        return found;
    }
}

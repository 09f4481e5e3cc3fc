using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Tests.Support;

/// <summary>A field that the program writes but never asks for.</summary>
internal static class MimeEnvelopeExtensions
{
    public static IReadOnlyList<MailboxAddress> ReplyTo(this MimeEnvelope envelope)
    {
        var addresses = new List<MailboxAddress>();
        if (envelope.Header("Reply-To") is { } field)
        {
            AddressParser.Parse(field.Unfolded, addresses);
        }

        return addresses;
    }
}

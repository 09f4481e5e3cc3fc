using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Makes the draft of a forward: the text below a heading with its origin, and all attachments.</summary>
internal sealed partial class ForwardService(CallContext call, CachedMessages messages, AccountStore accounts, CarrierFiller filler)
    : IForwardOperations
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly string[] Prefixes = ["fwd:", "fw:", "vs:", "wg:"];

    /// <summary>Nothing is stored. Parts of a cached message that the caller leaves out are taken from the cache.</summary>
    /// <exception cref="InvalidArgumentException">The message is missing.</exception>
    /// <exception cref="EntityNotFoundException">It names a cached message that the caller may not see.</exception>
    public async Task<EMailEntity> CreateForwardEmailAsync(EMailEntity? email)
    {
        var caller = call.RequireCaller();
        if (email is null)
        {
            throw new InvalidArgumentException("Email", "A message is needed.");
        }

        if (email.EmailItemId != 0)
        {
            StoredMembers.Complete(email, (await messages.OpenAsync(email.EmailItemId)).Entity);
        }

        var account = await accounts.FindCurrentAsync(caller.AssociateId, call.Aborted);
        var draft = EMailDefaults.Entity();
        draft.AccountId = account?.AccountId ?? 0;
        draft.From = CarrierMapper.Address("", account?.EmailAddress ?? "");
        draft.Subject = Subject(email.Subject ?? "");
        draft.Attachments = email.Attachments ?? [];
        if (!string.IsNullOrEmpty(email.HTMLBody))
        {
            draft.HTMLBody = WithHeading(email.HTMLBody, email);
        }

        if (!string.IsNullOrEmpty(email.PlainBody) || draft.HTMLBody is null or "")
        {
            draft.PlainBody = $"\r\n\r\n{Heading(email)}\r\n{email.PlainBody}";
        }

        return await filler.FillAddressesAsync(draft);
    }

    private static string Subject(string subject) =>
        Prefixes.Any(prefix => subject.TrimStart().StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? subject : $"Fwd: {subject}";

    private static string Heading(EMailEntity original)
    {
        var text = new StringBuilder("---------- Forwarded message ----------\r\n");
        foreach (var (name, value) in Fields(original))
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The heading is inserted at the start of the original's body, so that the styles and markup of both stay valid.</summary>
    private static string WithHeading(string html, EMailEntity original)
    {
        var text = new StringBuilder("<br><br><hr><p>");
        foreach (var (name, value) in Fields(original))
        {
            text.Append("<b>").Append(name).Append(":</b> ").Append(Html.Encode(value)).Append("<br>");
        }

        var body = BodyTag().Match(html);
        return html.Insert(body.Success ? body.Index + body.Length : 0, text.Append("</p>").ToString());
    }

    private static IEnumerable<(string Name, string Value)> Fields(EMailEntity original)
    {
        yield return ("From", Shown([original.From]));
        if (original.Sent.Year > 1)
        {
            yield return ("Sent", original.Sent.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC");
        }

        yield return ("To", Shown(original.To));
        if (original.Cc is { Length: > 0 })
        {
            yield return ("Cc", Shown(original.Cc));
        }

        yield return ("Subject", original.Subject ?? "");
    }

    private static string Shown(EMailAddress?[]? addresses) => string.Join(
        ", ",
        (addresses ?? []).Where(address => address is not null)
            .Select(address => string.IsNullOrEmpty(address!.Name) ? address.Address : $"{address.Name} <{address.Address}>"));

    [GeneratedRegex("<body[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BodyTag();
}

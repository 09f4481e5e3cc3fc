using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Doors.Consent;

/// <summary>What the owner of a mailbox does in the browser, step by step.</summary>
internal sealed class ConsentVisit(ConsentLinks links, Consents consents, ConsentCookie cookie, Uri publicUrl)
{
    private const int MaxShown = 300;

    private static readonly ConsentPage Ended = new(
        StatusCodes.Status404NotFound, "This link has ended", "It was used already, replaced by a newer one, or is too old. Ask for a new one.");

    private static readonly ConsentPage Lost = new(
        StatusCodes.Status400BadRequest, "Please begin again",
        "This page was opened in another browser, or too long after the beginning. Open the link that you were sent once more.");

    private Uri Redirect => new(Address("/oauth/callback"));

    /// <summary>Says what is asked for.</summary>
    public async Task<ConsentPage?> ShowAsync(string secret, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(secret, cancellationToken) is not { } accountId)
        {
            return Ended;
        }

        var consent = await consents.FindAsync(accountId, cancellationToken);
        return new ConsentPage(
            StatusCodes.Status200OK,
            $"Access to the mailbox {consent.Mailbox}",
            $"The server {publicUrl.Host} asks for access to the mailbox {consent.Mailbox}: to read, change and send mail. Continue only if you expected this. "
            + $"You will log in at your mail provider as {consent.Consenter}; this server does not see your password. You can withdraw the consent there at any time.")
        {
            Link = ("Continue", Address($"/consent/{secret}/begin")),
        };
    }

    /// <summary>Sends the browser to the identity provider.</summary>
    public async Task<ConsentPage?> BeginAsync(HttpContext context, string secret)
    {
        if (await links.FindAsync(secret, context.RequestAborted) is not { } accountId)
        {
            return Ended;
        }

        try
        {
            var state = ProofKey.Random();
            var request = await consents.BeginAsync(accountId, Redirect, state, context.RequestAborted);
            cookie.Set(context.Response, new ConsentProgress(secret, state, request.Proof.Verifier, request.Proof.Nonce));
            ConsentPage.Protect(context.Response);
            context.Response.Redirect(UriHelper.Encode(request.Address));
            return null;
        }
        catch (ConsentException exception)
        {
            return Failed(exception.Message, secret);
        }
    }

    /// <summary>Takes the answer that the browser came back with.</summary>
    public async Task<ConsentPage?> ReturnAsync(HttpContext context, string state)
    {
        var query = context.Request.Query;
        if (cookie.Take(context) is not { } progress || !IsSame(state, progress.State))
        {
            return Lost;
        }

        if (query["error"].ToString() is { Length: > 0 } error)
        {
            return Failed($"The mail provider answered: {Cut(error)} {Cut(query["error_description"].ToString())}", progress.Link);
        }

        if (await links.FindAsync(progress.Link, context.RequestAborted) is not { } accountId)
        {
            return Ended;
        }

        try
        {
            var consent = await consents.CompleteAsync(
                accountId, Redirect, query["code"].ToString(), new ConsentProof(progress.Verifier, progress.Nonce), context.RequestAborted);
            return new ConsentPage(StatusCodes.Status200OK, "Thank you", $"The server may use the mailbox {consent.Mailbox} now. You can close this page.");
        }
        catch (ConsentException exception)
        {
            return Failed(exception.Message, progress.Link);
        }
    }

    private ConsentPage Failed(string reason, string secret) => new(StatusCodes.Status400BadRequest, "There is no consent", reason)
    {
        Link = ("Try again", Address($"/consent/{secret}")),
    };

    private string Address(string path) => publicUrl.AbsoluteUri.TrimEnd('/') + path;

    private static string Cut(string text) => text.Length <= MaxShown ? text : text[..MaxShown];

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}

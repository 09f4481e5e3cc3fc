using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// Issues access tokens for mailboxes. Each implementation uses the library of one kind of provider. All methods throw
/// <see cref="TokenException"/> if the provider refuses or cannot be reached.
/// </summary>
public interface IIdentityProvider
{
    /// <summary>A token for a mailbox of the organisation, if an administrator has consented for all of them.</summary>
    /// <param name="mailbox">The address of the mailbox.</param>
    /// <param name="isFresh">Whether a token that was issued before is of no use any more.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<IssuedToken> IssueAsync(string mailbox, bool isFresh, CancellationToken cancellationToken);

    /// <summary>The next token of a person.</summary>
    /// <param name="grant">What came with the token before.</param>
    /// <param name="cancellationToken">Cancels the request; the grant may be used up by then.</param>
    Task<IssuedToken> RenewAsync(Secret grant, CancellationToken cancellationToken);

    /// <summary>Asks a person by a code that is typed into a browser anywhere (RFC 8628), and waits for the answer.</summary>
    /// <param name="show">Shows the person what to do.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if the provider has no such codes.</returns>
    Task<GivenConsent?> ConsentByDeviceAsync(Func<DevicePrompt, Task> show, CancellationToken cancellationToken);

    /// <summary>Where the browser of a person goes to consent (RFC 6749, section 4.1, with PKCE, RFC 7636).</summary>
    /// <param name="redirect">Where the browser comes back to.</param>
    /// <param name="state">Comes back unchanged.</param>
    /// <param name="consenter">The address of the person.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<ConsentRequest> BeginAsync(Uri redirect, string state, string consenter, CancellationToken cancellationToken);

    /// <summary>Exchanges the code that the browser came back with.</summary>
    /// <param name="redirect">The same as at the beginning.</param>
    /// <param name="code">The code.</param>
    /// <param name="proof">From the beginning.</param>
    /// <param name="cancellationToken">Cancels the request; the code is used up.</param>
    Task<GivenConsent> CompleteAsync(Uri redirect, string code, ConsentProof proof, CancellationToken cancellationToken);
}

/// <summary>An access token.</summary>
/// <param name="AccessToken">The token for mail servers.</param>
/// <param name="Life">How long it can be used from now on.</param>
/// <param name="Grant">With this the provider issues the next one; null if it needs nothing for that.</param>
public sealed record IssuedToken(Secret AccessToken, TimeSpan Life, Secret? Grant);

/// <summary>The consent of a person.</summary>
/// <param name="Token">The first token.</param>
/// <param name="Addresses">The addresses that the provider says this person has.</param>
public sealed record GivenConsent(IssuedToken Token, IReadOnlyList<string> Addresses);

/// <summary>What a person has to do.</summary>
/// <param name="Address">The page to open.</param>
/// <param name="Code">The code to type there.</param>
/// <param name="Life">How long the code can be used.</param>
public sealed record DevicePrompt(Uri Address, string Code, TimeSpan Life);

/// <summary>The beginning of a consent by a browser.</summary>
/// <param name="Address">Where the browser goes.</param>
/// <param name="Proof">What only the beginner of the consent knows.</param>
public sealed record ConsentRequest(Uri Address, ConsentProof Proof);

/// <summary>What only the beginner of a consent knows. Not a record, so that printing it shows no secret.</summary>
/// <param name="verifier">The code verifier of PKCE.</param>
/// <param name="nonce">What the identity token has to repeat; empty if the library does not use one.</param>
public sealed class ConsentProof(string verifier, string nonce)
{
    public string Verifier { get; } = verifier;

    public string Nonce { get; } = nonce;
}

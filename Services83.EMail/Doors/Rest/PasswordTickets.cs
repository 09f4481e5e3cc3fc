using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Clients with Basic send the password with each call, and checking a password is slow on purpose. So the first call logs in, and later
/// calls use the ticket of that login while it is valid: a new password, or disabling the associate, ends it like any other ticket.
/// </summary>
internal sealed class PasswordTickets : IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    private readonly MemoryCache _tickets = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Key of this process alone, so that the stored hashes reveal nothing about a password.</summary>
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Uses the ticket of an earlier login, or logs in.</summary>
    /// <exception cref="AgentException">The login is refused.</exception>
    public async Task<Proof> UseAsync(HttpContext context, string userName, string password, CallContext call)
    {
        var name = NameOf(context.Request, userName, password);
        if (_tickets.TryGetValue(name, out string? known))
        {
            try
            {
                return await Proof.OfTicketAsync(context, known!, call);
            }
            catch (NotAuthenticatedException)
            {
                _tickets.Remove(name);
            }
        }

        var proof = await LogInAsync(context, userName, password, call);
        _tickets.Set(name, proof.Ticket, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Idle });
        return proof;
    }

    /// <summary>Logs in for a ticket that no other call uses.</summary>
    /// <exception cref="AgentException">The login is refused.</exception>
    public static async Task<Proof> LogInAsync(HttpContext context, string? userName, string? password, CallContext call)
    {
        var principal = context.RequestServices.GetRequiredService<ISoPrincipal>();
        return await Proof.OfLogInAsync(context, await principal.AuthenticateUsernamePasswordAsync(userName, password), call);
    }

    /// <summary>The same user name at another tenant is a different user.</summary>
    private string NameOf(HttpRequest request, string userName, string password) => Convert.ToHexString(HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes($"{request.PathBase.Value?.ToUpperInvariant()}\0{userName}\0{password}")));

    public void Dispose() => _tickets.Dispose();
}

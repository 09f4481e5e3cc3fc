using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Services83.EMail.Identity;

namespace Services83.EMail.WebApi;

/// <summary>
/// Clients with Basic send the password with each call, and checking one is slow on purpose. So the first call logs in, and those that
/// follow use the ticket of that login while it is valid: a new password, or a disabled associate, ends it as it ends all others.
/// </summary>
internal sealed class PasswordTickets(Authenticator authenticator) : IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    private readonly MemoryCache _tickets = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Of this process alone, so that what is kept says nothing about a password.</summary>
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <exception cref="NotAuthenticatedException">The user name or the password is wrong.</exception>
    /// <exception cref="ThrottledException">Too many failures from this address.</exception>
    public async Task<Proof> UseAsync(string userName, string password, CallContext call)
    {
        var name = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{userName}\0{password}")));
        if (_tickets.TryGetValue(name, out string? known))
        {
            try
            {
                return new Proof(await authenticator.AuthenticateTicketAsync(known, call.ApplicationToken, call.Aborted), known!);
            }
            catch (NotAuthenticatedException)
            {
                _tickets.Remove(name);
            }
        }

        var logIn = await authenticator.LogInAsync(userName, password, call.ApplicationToken, call.RemoteAddress, call.Aborted);
        _tickets.Set(name, logIn.Ticket, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Idle });
        return new Proof(logIn.Associate.ToCaller(), logIn.Ticket);
    }

    public void Dispose() => _tickets.Dispose();
}

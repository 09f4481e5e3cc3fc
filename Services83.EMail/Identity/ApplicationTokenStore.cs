using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>An application that may call an <see cref="Deployment.Online"/> installation.</summary>
public sealed record Application
{
    /// <summary>Unique name, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it may use the EMail agent. Every known application may use the other services.</summary>
    public bool EmailGranted { get; init; }

    public bool Disabled { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Applications and their tokens, of which only a hash is stored.</summary>
public sealed class ApplicationTokenStore(IDatabase database, TimeProvider time)
{
    private const int MaxLength = 256;
    private const string Columns = "name, email_granted, disabled, created_at";

    /// <summary>Creates a random token, to be shown once.</summary>
    public static string CreateToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <exception cref="InvalidArgumentException">The name or the token is missing, too long or taken.</exception>
    public async Task AddAsync(string name, string token, bool emailGranted, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxLength || string.IsNullOrWhiteSpace(token) || token.Length > MaxLength)
        {
            throw new InvalidArgumentException("Name", $"An application needs a name and a token of 1 to {MaxLength} characters each.");
        }

        if (name.Equals(AdministratorSessions.Application, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidArgumentException("Name", $"The name '{AdministratorSessions.Application}' belongs to the pages for administrators.");
        }

        var added = await database.ExecuteAsync(
            """
            INSERT INTO application_token (name, token_hash, email_granted, created_at)
            VALUES (@Name, @Hash, @EmailGranted, @CreatedAt)
            ON CONFLICT DO NOTHING
            """,
            new { Name = name, Hash = HashOf(token), EmailGranted = emailGranted, CreatedAt = time.GetUtcNow() }, cancellationToken);
        if (added == 0)
        {
            throw new InvalidArgumentException("Name", $"The name '{name}' or its token is in use already.");
        }
    }

    public Task<Application?> FindAsync(string token, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<Application>(
        $"SELECT {Columns} FROM application_token WHERE token_hash = @Hash", new { Hash = HashOf(token) }, cancellationToken);

    /// <summary>All applications, by name.</summary>
    public Task<IReadOnlyList<Application>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<Application>($"SELECT {Columns} FROM application_token ORDER BY name", new { }, cancellationToken);

    /// <summary>The applications by name, page by page.</summary>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<Application>> ListAsync(int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<Application>(
            $"SELECT {Columns} FROM application_token ORDER BY name {Page.Clause}", new { take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    /// <exception cref="EntityNotFoundException">There is no application of that name.</exception>
    public Task SetDisabledAsync(string name, bool disabled, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE application_token SET disabled = @Disabled WHERE name = @Name", new { Name = name, Disabled = disabled }, name, cancellationToken);

    /// <exception cref="EntityNotFoundException">There is no application of that name.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        "DELETE FROM application_token WHERE name = @Name", new { Name = name }, name, cancellationToken);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private async Task ChangeAsync(string sql, object parameters, string name, CancellationToken cancellationToken)
    {
        var changed = await database.ExecuteAsync(sql, parameters, cancellationToken);
        if (changed == 0)
        {
            throw new EntityNotFoundException($"There is no application '{name}'.", "name", name);
        }
    }
}

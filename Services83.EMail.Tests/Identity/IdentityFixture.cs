using System.Net;
using IdentityOptions = Services83.EMail.Identity.IdentityOptions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Identity;

/// <summary>The identity services on a database of their own, with two associates, on a clock that stands still.</summary>
public sealed class IdentityFixture : IDisposable
{
    public static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    private readonly TestDatabase _files;
    private Authenticator? _authenticator;

    private IdentityFixture(ManualTimeProvider time, TestDatabase files)
    {
        Time = time;
        _files = files;
        var hasher = new PasswordHasher<StoredAssociate>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        Associates = new AssociateStore(files.Database, hasher, time);
        Tickets = new TicketStore(files.Database, time);
        Applications = new ApplicationTokenStore(files.Database, time);
    }

    public ManualTimeProvider Time { get; }

    public IdentityOptions Options { get; } = new() { CompanyName = "Blåbær & Søn" };

    public AssociateStore Associates { get; }

    public TicketStore Tickets { get; }

    public ApplicationTokenStore Applications { get; }

    public RecordingLog Log { get; } = new();

    public TestDatabase Files => _files;

    public Authenticator Authenticator =>
        _authenticator ??= new Authenticator(Associates, Tickets, Applications, new LoginThrottle(Time, new LocalSignals()), new CallPace(OptionsOf(Options), Time, NullLogger<CallPace>.Instance), OptionsOf(Options), Log);

    public static async Task<IdentityFixture> CreateAsync()
    {
        var time = new ManualTimeProvider();
        var fixture = new IdentityFixture(time, await TestDatabase.MigratedAsync(time));
        await fixture.Associates.AddAsync(
            new StoredAssociate { AssociateId = 7, LoginName = "SAL0", FullName = "Sally Zero", EmailAddress = "sal0@example.com", IsAdministrator = true },
            "SAL0",
            CancellationToken.None);
        await fixture.Associates.AddAsync(new StoredAssociate { AssociateId = 8, LoginName = "tje0" }, "Tje0", CancellationToken.None);
        return fixture;
    }

    public Task<LogIn> LogInAsync(string? userName, string? password, string? applicationToken = null, IPAddress? from = null) =>
        Authenticator.LogInAsync(userName, password, applicationToken, from ?? Home, CancellationToken.None);

    public Task<Caller> UseAsync(string? ticket, string? applicationToken = null) =>
        Authenticator.AuthenticateTicketAsync(ticket, applicationToken, CancellationToken.None);

    public SoPrincipalAgent Agent(CallContext? context = null) => new(
        context ?? new CallContext { RemoteAddress = Home },
        Authenticator,
        new SystemInformation(_files.Database, OptionsOf(Options), Time),
        new AddressLookup(_files.Database));

    public void Dispose()
    {
        _authenticator?.Dispose();
        _files.Dispose();
    }

    private static IOptions<IdentityOptions> OptionsOf(IdentityOptions options) => Microsoft.Extensions.Options.Options.Create(options);

    public sealed class RecordingLog : ILogger<Authenticator>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}

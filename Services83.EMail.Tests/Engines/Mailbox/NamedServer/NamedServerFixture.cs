using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Real servers that are as different as can be.</summary>
public enum RealServer
{
    /// <summary>Has nearly every extension.</summary>
    Dovecot,

    /// <summary>Plain IMAP4rev1: no UIDPLUS, no MOVE, no response codes.</summary>
    Mailutils,
}

/// <summary>The program with a real IMAP server beside it; each test takes a mailbox of its own. Associates call it over SOAP.</summary>
public abstract class NamedServerFixture(RealServer kind) : SoapFixture
{
    private DovecotServer? _dovecot;
    private MailutilsServer? _mailutils;
    private int _usersTaken;

    protected override bool SharesServer => true;

    protected RealServer Kind => kind;

    protected DovecotServer Dovecot => _dovecot!;

    /// <summary>The caller in these tests.</summary>
    protected static int Anna => SoapTestServer.Anna;

    protected virtual DovecotOptions Options => new() { RawLog = true, Users = 60 };

    [OneTimeSetUp]
    public async Task StartServersAsync()
    {
        if (kind == RealServer.Dovecot)
        {
            _dovecot = await DovecotServer.StartAsync(Options, Deadline);
        }
        else
        {
            _mailutils = await MailutilsServer.StartAsync(users: 30, Deadline);
        }

        var ports = kind == RealServer.Dovecot
            ? [_dovecot!.ImapsPort, _dovecot.ImapPort, _dovecot.Pop3Port, _dovecot.Pop3sPort]
            : new[] { Tls.Port, _mailutils!.ImapOptions().Port };
        await StartAsync(
        [
            .. ports.Select((port, index) => string.Create(CultureInfo.InvariantCulture, $"--Mail:Egress:AllowedPorts:{index + 1}={port}")),
            $"--Mail:PinnedCertificates:127.0.0.1={Fingerprint}", .. Settings,
        ]);
    }

    [OneTimeTearDown]
    public async Task StopServersAsync()
    {
        await Stop();
        if (_dovecot is not null)
        {
            await _dovecot.DisposeAsync();
        }

        if (_mailutils is not null)
        {
            await _mailutils.DisposeAsync();
        }
    }

    /// <summary>Further settings of the program.</summary>
    protected virtual string[] Settings => [];

    private string Fingerprint => kind == RealServer.Dovecot ? _dovecot!.CertificateFingerprint : _mailutils!.Certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private ImapConnectionOptions Tls => kind == RealServer.Dovecot ? _dovecot!.ImapOptions(LineSecurity.Tls) : _mailutils!.ImapOptions(LineSecurity.Tls);

    /// <summary>A mailbox that no other test uses.</summary>
    protected string TakeUser()
    {
        var number = Interlocked.Increment(ref _usersTaken);
        return kind == RealServer.Dovecot ? DovecotServer.UserName(number) : MailutilsServer.UserName(number);
    }

    protected static string PasswordOf(string user) => "pw-" + user;

    /// <summary>The associate's data of the server.</summary>
    protected EMailConnectionInfo Named(string user, string? folder = null, string? password = null) => new()
    {
        ServerName = string.Create(CultureInfo.InvariantCulture, $"{Tls.Host}:{Tls.Port}"),
        UserName = user,
        Password = password ?? PasswordOf(user),
        Folder = folder,
        UseSSL = true,
    };

    /// <summary>A client of the test's own, for preparing and checking.</summary>
    protected Task<ImapClient> LogInAsync(string user) => kind == RealServer.Dovecot
        ? _dovecot!.LogInAsync(user, Deadline)
        : _mailutils!.LogInAsync(user, Deadline);

    /// <summary>Stores messages and returns their UIDs, in order.</summary>
    protected async Task<int[]> FillAsync(string user, string folder, params byte[][] messages)
    {
        await using var client = await LogInAsync(user);
        // GNU imap4d has no inbox before it is opened.
        await client.SelectAsync("INBOX", known: null, Deadline);
        foreach (var message in messages)
        {
            await client.AppendMessageAsync(folder, message, Deadline);
        }

        await client.SelectAsync(folder, known: null, Deadline);
        var all = await client.UidSearchAsync(ImapSearch.All, Deadline);
        await client.LogoutAsync(Deadline);
        return [.. all.TakeLast(messages.Length).Select(uid => (int)uid)];
    }

    /// <summary>UIDs and flags of a folder, as the server has them.</summary>
    protected async Task<Dictionary<int, string[]>> ListAsync(string user, string folder)
    {
        await using var client = await LogInAsync(user);
        await client.ExamineAsync(folder, known: null, Deadline);
        var all = await client.ToListAsync(UidSet.All, FetchItems.Flags, Deadline);
        return all.ToDictionary(message => (int)message.Uid, message => message.Flags!.ToArray());
    }

    protected async Task<string[]> SubjectsAsync(string user, string folder)
    {
        await using var client = await LogInAsync(user);
        await client.ExamineAsync(folder, known: null, Deadline);
        var all = await client.ToListAsync(UidSet.All, FetchItems.Header, Deadline);
        return [.. all.Select(message => Encoding.UTF8.GetString(message.Header!.Bytes!)
            .Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..])];
    }

    protected async Task CreateAsync(string user, params string[] folders)
    {
        await using var client = await LogInAsync(user);
        foreach (var folder in folders)
        {
            await client.CreateAsync(folder, Deadline);
        }
    }

    /// <summary>Calls an operation on the named server as Anna.</summary>
    protected Task<SoapReply> AskAsync(string operation, EMailConnectionInfo? server, params (string Name, object? Value)[] parameters) =>
        CallAsync(Anna, operation, [("ConnectionInfo", server), .. parameters]);

    protected async Task<T?> ReadAsync<T>(string operation, EMailConnectionInfo? server, params (string Name, object? Value)[] parameters) =>
        Succeeded(await AskAsync(operation, server, parameters)).Read<T>();

    /// <summary>How often somebody logged in to the mailbox of a Dovecot.</summary>
    protected int LoginsOf(string user) => Directory.GetFiles(Dovecot.RawLogFolder(user), "*.in").Length;
}

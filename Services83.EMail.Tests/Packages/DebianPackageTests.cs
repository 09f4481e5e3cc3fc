using System.Security.Cryptography;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Packages;

/// <summary>The life of the Debian package, which ./package.sh deb has built: installed, used, upgraded, removed and purged.</summary>
[Category(Tier.Package)]
[CancelAfter(300_000)]
[NonParallelizable]
public sealed class DebianPackageTests
{
    /// <summary>What systemd would do: as the user and in the folder of the unit, with its file mode mask and its environment.</summary>
    private const string Serve = """
        value() { sed -n "s/^$1=//p" /lib/systemd/system/services83-email.service; }
        cd "$(value WorkingDirectory)"; umask "$(value UMask)"
        began=$(date +%s%N)
        : >/srv/served
        env "$(value Environment)" setpriv --reuid "$(value User)" --regid "$(value Group)" --init-groups -- $(value ExecStart) >/srv/served 2>&1 &
        timeout 60 sh -c 'until grep -q "Now listening" /srv/served; do sleep 0.1; done' || { cat /srv/served; exit 1; }
        echo "served after $((($(date +%s%N) - began) / 1000000)) ms"
        """;

    private IsolatedRoot _root = null!;
    private string _package = "";

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public void FindPackage()
    {
        var folder = Repository.PathOf("dist");
        _package = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.deb") : []).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault() ?? "";
        if (_package.Length == 0 || Environment.UserName != "root")
        {
            Requires.Absent("This test needs root and a package: ./package.sh deb");
        }

        _root = new IsolatedRoot();
        Directory.CreateDirectory(_root.Written("/srv"));
        File.Copy(_package, _root.Written("/srv/first.deb"));
    }

    [OneTimeTearDown]
    public void Leave() => _root?.Dispose();

    [Test]
    public async Task A_package_is_installed_syncs_an_account_keeps_all_in_an_upgrade_and_leaves_nothing_when_purged()
    {
        var mailbox = SandboxAccount.WithUsualFolders("anna", "secret-of-anna");
        mailbox.Inbox.Append("From: a@test.example\r\nSubject: One\r\n\r\nText.\r\n"u8.ToArray());
        await using var mail = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [mailbox] }, Deadline);

        await InstallAsync();
        await UseAsync(mail);
        await UpgradeAsync();
        await RemoveAsync();
    }

    private async Task InstallAsync()
    {
        var installed = await MustAsync("""
            dpkg -i /srv/first.deb >/dev/null
            stat -c '%a %U %n' /var/lib/services83-email /etc/services83-email /etc/services83-email/appsettings.json
            ls /etc/systemd/system/multi-user.target.wants/services83-email.service
            services83-email --help | head -1
            services83-email status --json
            du -sm /usr/lib/services83-email | cut -f1
            """);

        var lines = installed.Split('\n');
        Assert.That(lines[..4], Is.EqualTo(new[]
        {
            "700 services83-email /var/lib/services83-email", "750 root /etc/services83-email", "640 root /etc/services83-email/appsettings.json",
            "/etc/systemd/system/multi-user.target.wants/services83-email.service",
        }));
        Assert.That(lines, Has.Some.EqualTo("  \"accounts\": [],").Or.Some.EqualTo("  \"accounts\": []"));
        await TestContext.Out.WriteLineAsync($"The package has {new FileInfo(_package).Length / (1024 * 1024)} MiB, installed {lines[^1]} MiB.");
    }

    private async Task UseAsync(SandboxImapServer mail)
    {
        var settings = $$"""
            "Mail": { "PinnedCertificates": { "{{mail.Host}}": "{{mail.Certificate.GetCertHashString(HashAlgorithmName.SHA256)}}" },
              "Egress": { "PrivateNetworks": [ "127.0.0.0/8" ], "AllowedPorts": [ {{mail.TlsPort}} ] } },
            """.ReplaceLineEndings(" ");
        var used = await MustAsync($$"""
            sed -i 's|"Urls": .*|"Urls": "http://127.0.0.1:0", {{settings}}|' /etc/services83-email/appsettings.json
            echo long-enough-1 | services83-email user add anna
            echo secret-of-anna | services83-email account add anna@test.example --associate anna --user anna --server imaps://{{mail.Host}}:{{mail.TlsPort}}
            {{Serve}}
            services83-email sync
            services83-email doctor --json | grep -c '"severity": "ok"'
            services83-email backup /var/backups/services83-email/first >/dev/null
            kill -TERM $!; wait $!
            grep -c '^<6>' /srv/served
            find /var/lib/services83-email ! -user services83-email
            """);

        Assert.That(used, Does.Contain("Account 1 is anna@test.example.").And.Contain("1 of 1 accounts are synced."));
        await TestContext.Out.WriteLineAsync(used.Split('\n').Single(line => line.StartsWith("served after", StringComparison.Ordinal)));
        Assert.That(used.Split('\n')[^1], Does.Match("^[1-9][0-9]*$"), "lines for the journal, and no file of another user");
    }

    private async Task UpgradeAsync()
    {
        var upgraded = await MustAsync($$"""
            dpkg-deb -R /srv/first.deb /srv/second
            sed -i 's/^Version: .*/&.1/' /srv/second/DEBIAN/control
            dpkg-deb --root-owner-group -Znone -b /srv/second /srv/second.deb >/dev/null
            dpkg -i /srv/second.deb >/dev/null
            dpkg-query -W -f '${Version}\n' services83-email
            {{Serve}}
            services83-email user list --json | grep '"login"'
            services83-email account list --json | grep -c anna@test.example
            kill -TERM $!; wait $!
            """);

        Assert.That(upgraded, Does.Match(@"^[0-9.]+-[0-9]+\.1\n").And.Contain("\"login\": \"anna\"").And.EndsWith("\n1"));
    }

    private async Task RemoveAsync()
    {
        var removed = await MustAsync("""
            dpkg -r services83-email >/dev/null
            ls -d /usr/bin/services83-email /usr/lib/services83-email /var/lib/services83-email/email.db /etc/services83-email/appsettings.json 2>/dev/null || true
            dpkg -P services83-email >/dev/null
            ls -d /var/lib/services83-email /etc/services83-email /etc/systemd/system/*/services83-email.service 2>/dev/null || true
            ls /var/backups/services83-email
            """);

        Assert.That(removed.Split('\n'), Is.EqualTo(new[] { "/etc/services83-email/appsettings.json", "/var/lib/services83-email/email.db", "first" }));
    }

    private async Task<string> MustAsync(string script)
    {
        var result = await _root.RunAsync(script, Deadline);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return result.Output;
    }
}

using NUnit.Framework;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// What a test needs from the machine. If it is missing, a user's test is skipped, and the message says how to get it; on the build server
/// (environment variable CI=true) the test fails, so that no untested part stays unnoticed.
/// </summary>
public static class Requires
{
    public static void Dovecot() => File(DovecotConfiguration.Program, "apt-get install dovecot-imapd dovecot-pop3d dovecot-lmtpd");

    public static void Curl() => File("/usr/bin/curl", "apt-get install curl");

    public static void HaProxy() => File(Support.HaProxy.Program, "apt-get install haproxy");

    public static void Dnsmasq() => File(DnsServer.Program, "apt-get install dnsmasq-base");

    public static void PostgreSql() => File(Path.Combine(PostgreSqlServer.Programs ?? "/usr/lib/postgresql", "initdb"), "apt-get install postgresql");

    public static void Mailutils()
    {
        File(MailutilsServer.Program, "apt-get install mailutils-imap4d");
        File("/usr/bin/openssl", "apt-get install openssl");
    }

    /// <summary>The library that gives a program a clock of its own.</summary>
    public static string FakeTime()
    {
        const string Remedy = "apt-get install faketime";
        var found = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-*").Select(folder => Path.Combine(folder, "faketime/libfaketime.so.1")).FirstOrDefault(Path.Exists) : null;
        File(found ?? "/usr/lib/*/faketime/libfaketime.so.1", Remedy);
        return found!;
    }

    public static void Aiosmtpd() => File("/usr/lib/python3/dist-packages/aiosmtpd", "apt-get install python3-aiosmtpd");

    /// <summary>The program that runs JavaScript; on the path, because it often comes from elsewhere than Debian.</summary>
    public static string Node => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "node")).FirstOrDefault(Path.Exists) ?? "/usr/bin/node";

    public static void NodePackage(string folder)
    {
        File(Node, "apt-get install nodejs");
        File(folder, "npm ci --prefix Services83.EMail.Tests/Support/IdentityProvider");
    }

    public static void Chromium() => File(Support.Chromium.Program, "apt-get install chromium-headless-shell");

    /// <param name="packages">The folder of installed packages.</param>
    public static void VendorClient(string packages) => File(packages, "npm ci --prefix Services83.EMail.Tests/Support/VendorClient");

    private static void File(string path, string remedy)
    {
        if (!Path.Exists(path))
        {
            Absent($"This test needs {path}: {remedy}");
        }
    }

    /// <summary>Ends the test: skipped with the reason, or failed with it where everything has to be there.</summary>
    internal static void Absent(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }
}

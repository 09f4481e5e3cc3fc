namespace Services83.EMail.Tests.Support;

/// <summary>The class that the tests' mail server uses. The tests' own class with this name skips a test; here the program ends.</summary>
internal static class Requires
{
    public static void Dovecot() => Program(DovecotConfiguration.Program, "apt-get install dovecot-imapd dovecot-pop3d dovecot-lmtpd");

    public static void Program(string path, string remedy)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is needed: {remedy}");
        }
    }
}

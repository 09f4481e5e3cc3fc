// The tests' class of this name skips tests; here the same question ends the program.
namespace Services83.EMail.Tests.Support
{
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
}

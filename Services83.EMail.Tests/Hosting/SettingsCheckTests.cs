using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Services83.EMail.Hosting;

namespace Services83.EMail.Tests.Hosting;

public sealed class SettingsCheckTests
{
    [TestCase("Sync:SweepSeconds=5")]
    [TestCase("sync:sweepseconds=5")]
    [TestCase("Storage:LockPatience=00:00:05")]
    [TestCase("Identity:Deployment=online")]
    [TestCase("Identity:TrustedProxies:0=10.0.0.1")]
    [TestCase("Mail:PinnedCertificates:mail.example.com=AB12")]
    [TestCase("Mail:Egress:AllowedPorts:0=993")]
    [TestCase("Mail:OAuth:work:Kind=microsoft")]
    [TestCase("Mail:OAuth:work:Scopes:0=openid")]
    [TestCase("Soap:PublicUrl=https://crm.example.com/base")]
    [TestCase("Logging:Console:FormatterName=json")]
    [TestCase("Kestrel:Endpoints:Http:Url=http://localhost:1")]
    [TestCase("urls=http://localhost:1")]
    public void What_the_program_knows_passes(string setting) => Assert.That(() => Check(setting), Throws.Nothing);

    [TestCase("Sync:SweepSecond=5", "There is no setting Sync:SweepSecond.")]
    [TestCase("Synch:SweepSeconds=5", "There is no setting Synch:SweepSeconds.")]
    [TestCase("Storage:DatabaseFile=x", "There is no setting Storage:DatabaseFile.")]
    [TestCase("Sync:SweepSeconds=5 s", "Sync:SweepSeconds must be a whole number, not '5 s'.")]
    [TestCase("Sync:SweepSeconds:Deeper=5", "Sync:SweepSeconds must be a whole number, not '5'.")]
    [TestCase("Storage:LockPatience=soon", "Storage:LockPatience must be a time such as 00:00:10, not 'soon'.")]
    [TestCase("Storage:LockPatience=01:00:00", "Storage:LockPatience must be between 00:00:01 and 00:10:00.")]
    [TestCase("Storage:DataFolder=", "Storage:DataFolder must name the folder of the database.")]
    [TestCase("Mail:Egress:AllowedPorts:0=imaps", "Mail:Egress:AllowedPorts must be a whole number, not 'imaps'.")]
    [TestCase("Mail:OAuth:work:Secret=x", "There is no setting Mail:OAuth:work:Secret.")]
    [TestCase("Mail:OAuth:work:Kind=yahoo", "Mail:OAuth:work:Kind must be OpenId or Microsoft or Google, not 'yahoo'.")]
    [TestCase("Mail:OAuth:work:AllMailboxes=all", "Mail:OAuth:work:AllMailboxes must be true or false, not 'all'.")]
    [TestCase("Soap:MaxMessageBytes=99999999999", "The field Soap:MaxMessageBytes must be between 1024 and 2147483647.")]
    [TestCase("Soap:MaxBufferedBytes=1", "The field Soap:MaxBufferedBytes must be between 1024 and 1099511627776.")]
    [TestCase("Soap:MaxDepth=10", "The field Soap:MaxDepth must be between 16 and 1024.")]
    [TestCase("Soap:PublicUrl=crm.example.com", "Soap:PublicUrl must be an address such as https://crm.example.com.")]
    public void What_it_does_not_know_or_cannot_use_is_named(string setting, string message) =>
        Assert.That(() => Check(setting), Throws.TypeOf<SettingsException>().With.Message.EqualTo("Wrong setting: " + message));

    [Test]
    public void Every_options_class_of_the_program_is_known()
    {
        var sections = typeof(SettingsCheck).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => type.GetField("Section")?.GetRawConstantValue() as string)
            .OfType<string>();

        Assert.That(SettingsCheck.Sections.Keys, Is.EquivalentTo(sections));
    }

    [Test]
    public void Each_problem_has_a_line()
    {
        string[] settings = ["--Sync:A=1", "--Sync:B=2", "--C:D=3"];
        var error = Assert.Throws<SettingsException>(
            () => SettingsCheck.Check(new ConfigurationBuilder().AddCommandLine(settings).Build(), settings));

        Assert.That(error.Message.Split('\n'), Has.Exactly(3).StartsWith("Wrong setting: There is no setting "));
    }

    private static void Check(string setting) =>
        SettingsCheck.Check(new ConfigurationBuilder().AddCommandLine(["--" + setting]).Build(), ["--" + setting]);
}

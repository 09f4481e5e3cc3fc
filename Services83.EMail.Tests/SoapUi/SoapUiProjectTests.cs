using System.Globalization;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Contract;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.SoapUi;

/// <summary>The project file of docs/soapui: its assertions hold against a sandbox with the program in front, twice with a reset between.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class SoapUiProjectTests
{
    private static readonly string FilePath = Repository.PathOf("docs/soapui/Services83.EMail-soapui-project.xml");

    private readonly SoapUiProject _project = SoapUiProject.Load(FilePath);
    private RunningSandbox _sandbox = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task Start()
    {
        var clock = new SandboxClock(SandboxChoice.DefaultNow);
        _sandbox = await RunningSandbox.StartAsync(
            new SandboxChoice(() => DemoOwner.CreateAll(clock), SandboxCapabilities.Full, SandboxPorts.Free, ["--urls=http://127.0.0.1:0"]), Deadline);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    [Test]
    public async Task All_assertions_hold_again_after_a_reset_and_each_would_fail_for_another_reply()
    {
        using (var first = Runner())
        {
            Assert.That(await first.RunAsync(Deadline), Is.Empty);
            AssertEachCanFail(first);
        }

        await _sandbox.ResetAsync(Deadline);

        using var again = Runner();
        Assert.That(await again.RunAsync(Deadline), Is.Empty);
    }

    [TestCase("EMail", 76)]
    [TestCase("SoPrincipal", 4)]
    public void Each_operation_is_called_and_its_reply_examined(string service, int count)
    {
        var requests = _project.Requests.Where(request => request.Service == service).ToArray();

        Assert.That(requests.Select(request => request.Operation).Distinct(), Is.EquivalentTo(PublishedContract.Operations(service)));
        Assert.That(_project.Actions.Keys.Count(key => key.Service == service), Is.EqualTo(count));
        foreach (var request in requests)
        {
            Assert.That(BodyOf(XDocument.Parse(request.Envelope)).Name.LocalName, Is.EqualTo(request.Operation), request.Name);
            Assert.That(request.Assertions, Has.Count.GreaterThanOrEqualTo(4), request.Name);
        }
    }

    [Test]
    public void It_leads_to_the_service_descriptions_and_the_fixed_ports()
    {
        Assert.That(_project.Definitions.Select(path => Path.GetFullPath(path, Path.GetDirectoryName(FilePath)!)), Is.All.Matches<string>(File.Exists));
        Assert.That(
            (_project.Properties["imapPort"], _project.Properties["smtpPort"], _project.Properties["pop3Port"]),
            Is.EqualTo((Text(SandboxPorts.Fixed.ImapTls), Text(SandboxPorts.Fixed.SmtpTls), Text(SandboxPorts.Fixed.Pop3Tls))));
    }

    private static void AssertEachCanFail(SoapUiRunner run)
    {
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        var fault = new XDocument(new XElement(soap + "Fault"));
        foreach (var (request, _, _) in run.Replies)
        {
            Assert.That(request.Assertions.Select(assertion => assertion.Check(fault, fault.ToString())), Has.None.Null, request.Name);
        }
    }

    private static XElement BodyOf(XDocument envelope) =>
        envelope.Root!.Element(XName.Get("Body", "http://schemas.xmlsoap.org/soap/envelope/"))!.Elements().Single();

    private SoapUiRunner Runner() => new(_project, new Dictionary<string, string>
    {
        ["server"] = _sandbox.Front!.Url,
        ["imapPort"] = Text(_sandbox.Mail.Imap.TlsPort),
        ["smtpPort"] = Text(_sandbox.Mail.Smtp.TlsPort),
        ["pop3Port"] = Text(_sandbox.Mail.Pop3.TlsPort),
    });

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

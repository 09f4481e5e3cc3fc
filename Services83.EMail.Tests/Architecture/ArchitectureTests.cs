using NUnit.Framework;
using Services83.EMail.Html;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Soap.Hosting;
using Services83.EMail.Tests.Architecture.Samples.Lower;
using Services83.EMail.Tests.Contract;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Architecture;

/// <summary>Checks the dependencies between the folders of the program: a lower one never uses a higher one.</summary>
public sealed class ArchitectureTests
{
    private const string Contract = "Services83.";
    private const string ServiceModel = "Services83.EMail.Soap.ServiceModel";
    private const string Soap = "Services83.EMail.Soap";
    private const string Transport = "Services83.EMail.Mail.Transport";
    private const string Imap = "Services83.EMail.Mail.Imap";
    private const string Mime = "Services83.EMail.Mail.Mime";
    private const string Pop3 = "Services83.EMail.Mail.Pop3";
    private const string Smtp = "Services83.EMail.Mail.Smtp";
    private const string Calendars = "Services83.EMail.Mail.Calendars";
    private const string Html = "Services83.EMail.Html";
    private const string Sandbox = "Services83.EMail.Sandbox";
    private const string Telemetry = "Services83.EMail.Telemetry";
    private const string Storage = "Services83.EMail.Storage";
    private const string Filing = "Services83.EMail.Filing";
    private const string Time = "Services83.EMail.Time";
    private const string Background = "Services83.EMail.Background";
    private const string RecentCalls = "Services83.EMail.RecentCalls";
    private const string Identity = "Services83.EMail.Identity";
    private const string AddressBook = "Services83.EMail.AddressBook";
    private const string Sync = "Services83.EMail.Sync";
    private const string Connections = "Services83.EMail.Connections";
    private const string Webhooks = "Services83.EMail.Webhooks";
    private const string Administration = "Services83.EMail.Administration";
    private const string Mailbox = "Services83.EMail.Engines.Mailbox";
    private const string Carriers = Mailbox + ".Carriers";
    private const string Composing = Mailbox + ".Composing";
    private const string Cache = Mailbox + ".Cache";
    private const string Servers = Mailbox + ".Servers";
    private const string Temporary = Mailbox + ".Temporary";
    private const string Rights = Mailbox + ".Rights";
    private const string Sanitizing = Mailbox + ".Sanitizing";
    private const string Sending = Mailbox + ".Sending";
    private const string WholeMailbox = Mailbox + ".";
    private const string WebApi = "Services83.EMail.WebApi";
    private const string HttpDoor = "Services83.EMail.Doors.Http";
    private const string SoapDoor = "Services83.EMail.Doors.Soap";
    private const string ConsentDoor = "Services83.EMail.Doors.Consent";
    private const string DashboardDoor = "Services83.EMail.Doors.Dashboard";
    private const string RestDoor = "Services83.EMail.Doors.Rest";
    private const string Gateway = "Services83.EMail.Engines.Gateway";
    private const string Hosting = "Services83.EMail.Hosting";
    private const string Commands = "Services83.EMail.Commands";

    /// <summary>Each area has parts of the contract and uses no other area: code that several need is below them.</summary>
    private static readonly string[] MailboxAreas =
    [
        .. new[] { "Accounts", "Appointments", "Changes", "Defaults", "Documents", "Domains", "Drafts", "Folders", "Messages", "NamedServer", "People", "Sync" }
            .Select(area => $"{Mailbox}.{area}"),
        Sending,
    ];

    private static readonly string[] BelowMailboxAreas =
    [
        Contract, Transport, Imap, Mime, Calendars, Pop3, Smtp, Html, Storage, Filing, Background, Identity, AddressBook, Connections, Sync,
        Carriers, Composing, Cache, Servers, Temporary,
    ];

    private static readonly Rooms House = new("Services83", new Dictionary<string, string[]>(MailboxAreas.ToDictionary(area => area, _ => BelowMailboxAreas))
    {
        // These could become libraries: they use no other part of the program.
        [Soap] = [ServiceModel],
        [ServiceModel] = [Soap],
        [Transport] = [],
        [Imap] = [Transport],
        [Pop3] = [Transport],
        [Smtp] = [Transport],
        [Mime] = [],
        [Calendars] = [],
        [Html] = [],
        [Sandbox] = [],

        [Contract] = [ServiceModel],
        [Time] = [Contract],
        [WebApi] = [Contract, ServiceModel, Soap, Time],

        [Telemetry] = [],
        [Storage] = [Contract, Telemetry],
        [Filing] = [Mime, Storage],
        [Background] = [Storage],
        [AddressBook] = [Contract, Mime, Storage],
        [RecentCalls] = [Storage, Background],
        [Identity] = [Contract, Telemetry, Storage, Time, AddressBook, RecentCalls],
        [Connections] = [Contract, Telemetry, Transport, Imap, Pop3, Smtp, Storage, Background, Identity],
        [Sync] = [Contract, Telemetry, Transport, Imap, Pop3, Mime, Storage, Filing, Background, Identity, Connections],

        [Administration] = [Contract, Storage, Identity, Connections],
        [Webhooks] = [Contract, Transport, Storage, Background, Connections],

        [Carriers] = [Contract, Mime, Calendars, Html, Storage, Identity, AddressBook],
        [Composing] = [Contract, Mime, Storage, Identity, Carriers],
        [Cache] = [Contract, Mime, Calendars, Storage, Identity, Sync, Carriers],
        [Servers] = [Contract, Smtp, Storage, Connections],
        [Temporary] = [Contract, Storage, Filing, Background, Identity],
        [Rights] = [Contract, Identity],
        [Sanitizing] = [Contract, Identity, Carriers],
        [WholeMailbox] = [Contract, Rights, Sanitizing, .. BelowMailboxAreas, .. MailboxAreas],
        [Gateway] = [Contract, Transport, WebApi, Time, Storage, Background, Identity],

        [HttpDoor] = [Identity],
        [SoapDoor] = [Contract, ServiceModel, Soap, Time, Identity, HttpDoor],
        [ConsentDoor] = [Storage, Connections],
        [DashboardDoor] = [Contract, Storage, RecentCalls, Identity, Administration, HttpDoor],
        [RestDoor] = [Contract, ServiceModel, Soap, WebApi, Time, Identity, HttpDoor],

        [Hosting] = [Contract, Telemetry, WebApi, HttpDoor, SoapDoor, RestDoor, ConsentDoor, DashboardDoor, Time, Storage, Background, RecentCalls, Identity, AddressBook, Sync, Connections, WholeMailbox, Composing, Temporary, Sending, Webhooks, Administration, Gateway],
        [Commands] = [
            Contract, ServiceModel, Mime, Soap, Sandbox, WebApi, SoapDoor, Storage, Filing, RecentCalls, Identity, AddressBook, Sync, Connections, WholeMailbox, Webhooks, Administration, Gateway, Hosting],
    });

    private static readonly IReadOnlyList<TypeReference> References =
    [
        .. new[] { typeof(SoapEndpoint), typeof(ImapClient), typeof(HtmlCleaner), typeof(SandboxImapServer), typeof(IEMailAgent) }
            .SelectMany(type => TypeReferences.Of(type.Assembly)),
    ];

    [Test]
    public void No_folder_names_one_above_it() => Assert.That(House.Violations(References), Is.Empty);

    [Test]
    public void No_folders_name_each_other() => Assert.That(Cycles.Find("Services83.EMail", References), Is.Empty);

    [Test]
    public void Folders_that_name_each_other_are_found()
    {
        TypeReference[] references =
        [
            new("H.A.One", "H.A.One.X", "", "H.B", "H.B.Y"), new("H.B", "H.B.Y", "", "H.C.Two", "H.C.Two.Z"), new("H.C.Two", "H.C.Two.Z", "", "H.A", "H.A.W"),
            new("H.A", "H.A.V", "", "H.A.One", "H.A.One.X"), new("H.A.One", "H.A.One.X", "", "H.A", "H.A.W"), new("H.D", "H.D.V", "", "H.A", "H.A.W"), new("H.A", "H.A.ASetup", "", "H.D", "H.D.V"),
        ];

        Assert.That(Cycles.Find("H", references), Is.EqualTo(new[] { "" }).Using<string, string>((found, _) => found.StartsWith("In H these name each other: A, B, C\n", StringComparison.Ordinal)));
    }

    [Test]
    public void Arrows_that_exist_are_found()
    {
        Assert.That(References.Where(reference => reference.Namespace == Mailbox).Select(reference => reference.TargetNamespace), Does.Contain("Services83"));
        Assert.That(References.Where(reference => reference.Namespace == Connections).Select(reference => reference.TargetNamespace), Does.Contain(Imap), "in another assembly");
        Assert.That(References, Has.Count.GreaterThan(1000));
    }

    [TestCase(typeof(InField), "_upper")]
    [TestCase(typeof(InSignature), "Take")]
    [TestCase(typeof(InBody), "Call")]
    [TestCase(typeof(InLocal), "Count")]
    [TestCase(typeof(InGenericCall), "Empty")]
    [TestCase(typeof(InLambda), "Make")]
    [TestCase(typeof(InAsyncMethod), "WaitAsync")]
    [TestCase(typeof(InCatch), "Try")]
    [TestCase(typeof(InAttribute), "its declaration")]
    [TestCase(typeof(InBase), "its declaration")]
    public void A_wrong_arrow_is_found_wherever_it_hides(Type type, string member)
    {
        var violations = SampleViolations().Where(violation => violation.StartsWith(type.FullName + ", ", StringComparison.Ordinal)).ToArray();

        Assert.That(violations, Has.Some.StartsWith($"{type.FullName}, {member}: names Services83.EMail.Tests.Architecture.Samples.Upper."));
    }

    [Test]
    public void What_is_right_is_not_reported() =>
        Assert.That(SampleViolations(), Has.None.Contains(nameof(Innocent)).And.None.StartsWith("Services83.EMail.Tests.Architecture.Samples.Upper"));

    [Test]
    public void A_type_outside_of_all_rooms_is_reported()
    {
        var rooms = new Rooms("Services83.EMail.Tests.Architecture.Samples", new Dictionary<string, string[]>
        {
            ["Services83.EMail.Tests.Architecture.Samples.Lower"] = ["Services83.EMail.Tests.Architecture.Samples.Upper"],
        });

        Assert.That(rooms.Violations(TypeReferences.Of(typeof(Innocent).Assembly)), Has.Some.Contains("Upper").And.Some.Contains("is in no room"));
    }

    [Test]
    public void Only_the_tests_that_vanish_without_the_originals_look_for_them()
    {
        var users = TypeReferences.Of(typeof(ArchitectureTests).Assembly).Where(reference => reference.TargetType == typeof(Originals).FullName)
            .Select(reference => reference.Type);

        Assert.That(users, Is.SupersetOf([typeof(OriginalsTests).FullName]));
        Assert.That(users, Is.SubsetOf([
            typeof(ArchitectureTests).FullName, typeof(OriginalsTests).FullName, typeof(Interop.ForeignClientTests).FullName, typeof(Interop.Wsdls).FullName]));
    }

    private static IReadOnlyList<string> SampleViolations() => new Rooms(
        "Services83.EMail.Tests.Architecture.Samples",
        new Dictionary<string, string[]>
        {
            ["Services83.EMail.Tests.Architecture.Samples.Lower"] = [],
            ["Services83.EMail.Tests.Architecture.Samples.Upper"] = ["Services83.EMail.Tests.Architecture.Samples.Lower"],
        }).Violations(TypeReferences.Of(typeof(Innocent).Assembly));
}

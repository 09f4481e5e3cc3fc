using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Interop;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Programs made with other SOAP stacks read a folder of a real mail server through this one.</summary>
[Category(Tier.Clients)]
[CancelAfter(120_000)]
public sealed class ForeignClientTests() : NamedServerFixture(RealServer.Dovecot)
{
    private const string Folder = "Blåbær";

    [TestCase("php", "Php/named-server.php", "php -r \"exit(class_exists('SoapClient') ? 0 : 1);\"", "php-cli php-soap php-xml")]
    [TestCase("/usr/bin/python3", "Zeep/named_server.py", "/usr/bin/python3 -c 'import zeep'", "python3-zeep")]
    public async Task It_lists_reads_and_marks(string interpreter, string script, string probe, string packages)
    {
        await ClientTools.RequireAsync(probe, packages, Deadline);
        var user = TakeUser();
        await CreateAsync(user, Folder);
        var letter = Letter("Søknad");
        await FillAsync(user, Folder, letter);
        var server = Named(user);
        var service = new Uri(Server.Url, "/Services83/EMail.svc").AbsoluteUri;

        var output = await ExternalProgram.RunAsync(
            interpreter,
            [
                Path.Combine(AppContext.BaseDirectory, "Interop", "Clients", script), service + "?singleWsdl", service,
                await Server.IssueTicketAsync(Anna, Deadline), server.ServerName!, user, server.Password!, Folder,
            ],
            Deadline);

        var seen = JsonSerializer.Deserialize<Seen>(output, JsonSerializerOptions.Web)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Folders, Does.Contain($"/§{Folder}§1§1").And.Contain("/§INBOX§0§0"));
            Assert.That(seen.Subject, Is.EqualTo("Søknad"));
            Assert.That(seen.Octets, Is.EqualTo(letter));
            Assert.That(seen.Flags.Split(' '), Is.EquivalentTo(new[] { "Seen", "Answered", "Flagged" }));
            Assert.That(seen.Body, Does.StartWith("Text of Søknad."));
            Assert.That(seen.Refusal, Is.EqualTo("NotFound"));
        }
    }

    private sealed record Seen(string[] Folders, string Subject, byte[] Octets, string Flags, string Body, string Refusal);
}

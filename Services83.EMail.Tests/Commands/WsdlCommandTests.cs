using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class WsdlCommandTests : ProgramFixture
{
    [Test]
    public async Task Both_descriptions_are_written_with_the_address_of_the_server()
    {
        var result = await CommandRunner.RunAsync("", ["wsdl", Path.Combine(Folder, "out", "here"), "--url", "https://crm.example.com/base/"]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        foreach (var service in new[] { "EMail", "SoPrincipal" })
        {
            Assert.That(await AddressAsync($"out/here/{service}.wsdl"), Is.EqualTo($"https://crm.example.com/base/Services83/{service}.svc"));
        }
    }

    [Test]
    public async Task Without_arguments_they_go_to_the_folder_wsdl_and_name_the_default_address()
    {
        var result = await RunProcessAsync("wsdl");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());

        Assert.That(await AddressAsync("wsdl/EMail.wsdl"), Is.EqualTo("http://localhost:8083/Services83/EMail.svc"));
        Assert.That(Directory.Exists(DataFolder), Is.False, "a database is not needed for this");
    }

    [TestCase("crm.example.com")]
    [TestCase("/here")]
    [TestCase("ftp://crm.example.com")]
    public async Task What_is_no_address_is_refused(string url)
    {
        var result = await CommandRunner.RunAsync("", ["wsdl", "--url", url]);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, $"--url must be an address such as https://crm.example.com, not '{url}'.")));
    }

    private async Task<string?> AddressAsync(string file)
    {
        var wsdl = XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, file), Deadline));
        return wsdl.Descendants().Single(element => element.Name.LocalName == "address").Attribute("location")?.Value;
    }
}

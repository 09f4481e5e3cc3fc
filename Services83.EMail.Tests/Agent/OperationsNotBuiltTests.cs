using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Agent;

/// <summary>What the mailbox engine cannot do yet. Take names out of the list as they are built; never put one in.</summary>
[CancelAfter(120_000)]
public sealed class OperationsNotBuiltTests : SoapFixture
{
    private static readonly string[] NotBuilt =
    [
        "Authenticate", "DeleteExtended", "GetEMailFromId", "GetEmailMessageIds",
        "GetEmailsAsString", "SaveEMail", 
    ];

    [Test]
    public async Task The_operations_that_are_not_built_say_so_and_no_other_does()
    {
        await StartAsync();
        var operations = typeof(IEMailAgent).GetMethods().Select(method => method.Name[..^"Async".Length]).Order(StringComparer.Ordinal).ToArray();
        var saidSo = new List<string>();

        foreach (var operation in operations)
        {
            var reply = await CallAsync(SoapTestServer.Anna, operation);
            Assert.That(reply.IsFault, Is.False, $"{operation}: {reply.Text}");
            if (reply.Error?.ExceptionType == "OperationNotBuilt")
            {
                Assert.That(Refused(reply, "OperationNotBuilt").Message, Does.StartWith(operation + " "));
                saidSo.Add(operation);
            }
        }

        Assert.That(operations, Has.Length.EqualTo(76));
        Assert.That(saidSo, Is.EqualTo(NotBuilt));
    }

    [Test]
    public void The_documentation_says_the_same()
    {
        var documented = File.ReadLines(DocumentationPath())
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && cells[2] is "yes" or "no")
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2], StringComparer.Ordinal);

        Assert.That(documented, Has.Count.EqualTo(76));
        Assert.That(documented.Where(operation => operation.Value == "no").Select(operation => operation.Key), Is.EqualTo(NotBuilt));
    }

    private static string DocumentationPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EMail.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, "docs", "operations.md");
    }
}

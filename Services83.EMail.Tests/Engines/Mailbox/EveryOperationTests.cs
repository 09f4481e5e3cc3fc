using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox;

/// <summary>All operations work without parameters, and docs/operations.md describes each of them.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class EveryOperationTests : SoapFixture
{
    [Test]
    public async Task A_call_without_parameters_is_answered_and_never_a_fault()
    {
        await StartAsync();
        string[] errors = ["NotFound", "InvalidArgument"];

        foreach (var operation in ContractMethods.Names)
        {
            var reply = await CallAsync(SoapTestServer.Anna, operation);
            Assert.That(reply.IsFault, Is.False, $"{operation}: {reply.Text}");
            Assert.That(reply.Succeeded || errors.Contains(reply.Error!.ExceptionType), Is.True, $"{operation}: {reply.Error?.Message}");
        }

        Assert.That(ContractMethods.Names, Has.Count.EqualTo(76));
    }

    [Test]
    public void Each_is_documented_as_built()
    {
        var documented = File.ReadLines(Repository.PathOf("docs", "operations.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && cells[2] is "yes" or "no")
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2], StringComparer.Ordinal);

        Assert.That(documented.Where(operation => operation.Value == "yes").Select(operation => operation.Key).Order(StringComparer.Ordinal), Is.EqualTo(ContractMethods.WebNames));
    }
}

using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// What is put n times into a request of an operation costs in proportion, at both doors: every list with many items, every text of
/// what texts are searched for and cut at.
/// </summary>
/// <param name="ofLogin">Whether it is part of a login, which is a wrong one then; after some of those the mail server is not asked any more.</param>
[Category(Tier.Costs)]
[TestFixture(false)]
[TestFixture(true)]
[NonParallelizable]
[CancelAfter(300_000)]
public sealed class OperationCostTests(bool ofLogin) : OperationCostFixture
{
    private static IEnumerable<TestCaseData> Cases => CasesWhere(places => places.Any());

    [TestCaseSource(nameof(Cases))]
    public async Task A_request_costs_in_proportion(MethodInfo operation)
    {
        var failures = new List<string>();
        foreach (var place in RepeatedPlace.Of(operation).Where(place => place.IsOfLogin == ofLogin))
        {
            foreach (var piece in place.Pieces)
            {
                await LookAsync(operation, place, piece, "SOAP", failures);
            }

            // The doors differ in how they read, and share what works on it.
            await LookAsync(operation, place, place.Pieces[^1], "REST", failures);
        }

        Assert.That(failures, Is.Empty);
    }

    private async Task LookAsync(MethodInfo operation, RepeatedPlace place, string piece, string door, List<string> failures)
    {
        try
        {
            await Growth.AssertLinearUpToAsync(
                place.Most, n => Task.FromResult(Make(operation, place, piece, door, n)), SendAsync);
        }
        catch (AssertionException grows)
        {
            failures.Add($"{place} of '{piece}', {door}: {grows.Message}");
        }
    }

    private CostRequest Make(MethodInfo operation, RepeatedPlace place, string piece, string door, int n)
    {
        var arguments = Arguments(operation);
        place.Fill(arguments, Samples, piece, n);
        return Request(operation, arguments, door);
    }
}

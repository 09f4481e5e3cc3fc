using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// If a request of an operation contains something n times, the time is proportional, at both doors: every list with many items, and every
/// text with many of the characters that code searches for or splits at.
/// </summary>
/// <param name="ofLogin">Whether it is part of a login, which is then wrong; after some wrong logins the mail server gets no more of
/// them.</param>
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

            // The doors read differently, but the same code handles the values.
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

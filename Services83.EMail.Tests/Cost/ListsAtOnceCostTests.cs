using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>One long list may be fast while two long lists need the product of their lengths: here all lists of a request grow
/// together.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
[CancelAfter(300_000)]
public sealed class ListsAtOnceCostTests : OperationCostFixture
{
    private static IEnumerable<TestCaseData> Cases => CasesWhere(places => places.Count(place => place.IsList) > 1);

    [TestCaseSource(nameof(Cases))]
    public async Task A_request_costs_in_proportion(MethodInfo operation)
    {
        var places = RepeatedPlace.Of(operation).Where(place => place.IsList).ToList();
        foreach (var door in (string[])["SOAP", "REST"])
        {
            await Growth.AssertLinearUpToAsync(
                1000,
                n =>
                {
                    var arguments = Arguments(operation);
                    RepeatedPlace.FillAll(places, arguments, Samples, n);
                    return Task.FromResult(Request(operation, arguments, door));
                },
                SendAsync);
        }
    }
}

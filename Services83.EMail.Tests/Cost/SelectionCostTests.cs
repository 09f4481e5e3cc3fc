using System.Buffers;
using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for a reply is proportional to its length, however many names <c>$select</c> has.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class SelectionCostTests
{
    private static readonly string Names =
        string.Join(',', Enumerable.Range(0, Selection.MaxNames - 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}/y")).Append("To/Address"));

    [Test]
    public void Selected_messages_cost_in_proportion() => Look(n => [.. Enumerable.Range(0, n).Select(_ => Message(1))]);

    [Test]
    public void Selected_addresses_cost_in_proportion() => Look(n => [Message(n)]);

    [Test]
    public void Much_of_both_costs_in_proportion() => Look(n => [Message(n / 2), .. Enumerable.Range(0, n / 2).Select(_ => Message(1))]);

    private static void Look(Func<int, EMailEntity[]> make) => Growth.AssertLinear(
        4_000,
        n =>
        {
            var json = new ArrayBufferWriter<byte>();
            RestJson.WriteValue(typeof(EMailEntity[]), make(n), json);
            return json;
        },
        json => new ResultShape(Selection.Parse(Names), null).CopyJson(json.WrittenSpan, typeof(EMailEntity[]), new ArrayBufferWriter<byte>()));

    private static EMailEntity Message(int addresses) =>
        new() { To = [.. Enumerable.Range(0, addresses).Select(_ => new EMailAddress { Address = "a@test.example" })] };
}

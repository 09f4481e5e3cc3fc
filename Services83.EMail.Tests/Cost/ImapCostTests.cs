using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for a mail server's data is proportional to its bytes.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class ImapCostTests
{
    private static readonly ImapConnectionOptions Options = ResponseText.Options with { MaxLineLength = 64 * 1024 * 1024 };

    [TestCase("", "* OK {0}\r\n", "", TestName = "Status responses")]
    [TestCase("* LIST (", "\\Flag{0} ", ") \"/\" x\r\n", TestName = "Attributes of a folder")]
    [TestCase("* 1 FETCH (FLAGS (", "k{0} ", "))\r\n", TestName = "Flags of a message")]
    [TestCase("* SEARCH", " {0}1", "\r\n", TestName = "A list of UIDs")]
    [TestCase("* VANISHED 1", ",{0}1", "\r\n", TestName = "A set of UIDs")]
    [TestCase("* 1 FETCH (X ", "\"\\\"{0}\" X ", "NIL)\r\n", TestName = "Items that nobody knows")]
    [TestCase("* 1 FETCH (X \"", "\\\"{0}", "\")\r\n", TestName = "A quoted string of escapes")]
    [TestCase("* STATUS x", "({0}", "\r\n", TestName = "Parentheses")]
    [TestCase("* X", " {0}", "\r\n", TestName = "A long line")]
    public Task A_response_costs_in_proportion(string start, string piece, string end) =>
        Growth.AssertLinearAsync(
            30_000,
            n =>
            {
                var text = new StringBuilder(start);
                for (var i = 0; i < n; i++)
                {
                    text.Append(piece.Replace("{0}", $"{i}", StringComparison.Ordinal));
                }

                return Task.FromResult(Encoding.Latin1.GetBytes(text.Append(end).ToString()));
            },
            octets => ResponseText.ReadAsync(octets, _ => 16 * 1024, Options, CancellationToken.None));

    [Test]
    public void A_set_of_uids_costs_in_proportion() =>
        Growth.AssertLinear(
            50_000,
            n => Enumerable.Range(1, n).Select(i => (uint)(2 * i)).Reverse().ToArray(),
            uids =>
            {
                var set = UidSet.Of(uids);
                Assert.That(UidSet.TryParse(set.ToString(), out var again) && uids.All(again.Contains) && again.Equals(set.Intersect(again)));
            });
}

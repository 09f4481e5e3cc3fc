using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Smtp.Protocol;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for the data of POP3 and SMTP servers is proportional to its bytes, in pieces of any size.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class LineCostTests
{
    [TestCase(16 * 1024, TestName = "Lines in large pieces")]
    [TestCase(7, TestName = "Lines in small pieces")]
    public Task Lines_cost_in_proportion(int piece) =>
        Growth.AssertLinearAsync(30_000, n => Task.FromResult(Octets(n, i => $"{i} id{i}\r\n")), octets => ReadLinesAsync(octets, piece));

    [Test]
    public Task A_long_line_in_small_pieces_costs_in_proportion() =>
        Growth.AssertLinearAsync(
            250_000, n => Task.FromResult(Encoding.ASCII.GetBytes(new string('x', n) + "\r\n")), octets => ReadLinesAsync(octets, piece: 64));

    [Test]
    public Task Smtp_answers_cost_in_proportion() =>
        Growth.AssertLinearAsync(
            20_000,
            n => Task.FromResult(Octets(n, i => $"250-2.1.0 one\r\n250 2.1.0 {i}\r\n")),
            async octets =>
            {
                var options = new SmtpConnectionOptions { Host = "127.0.0.1" };
                await using var reader = new ReplyReader(new ChunkedStream(octets, _ => 16 * 1024), options, new ProtocolTrace(null));
                for (var i = 0; i < octets.Length / 40; i++)
                {
                    Assert.That((await reader.ReadAsync(CancellationToken.None)).IsPositive);
                }
            });

    private static byte[] Octets(int n, Func<int, string> line) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, n).Select(line)));

    private static async Task ReadLinesAsync(byte[] octets, int piece)
    {
        var options = new Pop3ConnectionOptions { Host = "127.0.0.1" };
        await using var reader = new LineReader(new ChunkedStream(octets, _ => piece), options, Pop3ConnectionException.Of, int.MaxValue);
        for (var read = 0; read < octets.Length;)
        {
            read += (await reader.ReadLineAsync(CancellationToken.None)).Length + 2;
        }
    }
}

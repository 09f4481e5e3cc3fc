using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Pop3;

public sealed class Pop3FuzzTests
{
    private static readonly string[] Pieces =
    [
        "+OK", "+OK\r\n", "+OK\r\n.\r\n", "-ERR", "-ERR [IN-USE] x\r\n", "+ \r\n", "+", ".\r\n", "..\r\n", "1 a\r\n", "2 b\r\n", "SASL PLAIN\r\n", "USER\r\n",
        "\r", "\n", "\0", "é", " ", "[", "]", "99999999999999999999 x\r\n", "\u001b[2J",
    ];

    /// <summary>A session without anything wrong.</summary>
    private static readonly string[] Sane =
    [
        "+OK\r\n", "-ERR\r\n", "+OK\r\n", "+OK\r\n", "-ERR\r\n", "+OK\r\n", "1 a\r\n", "2 b\r\n", ".\r\n", "+OK\r\n", "1 5\r\n", ".\r\n",
        "+OK\r\n", "..x\r\n", ".\r\n", "+OK\r\n", "+OK\r\n", ".\r\n", "+OK\r\n", "+OK\r\n",
    ];

    [Test]
    [CancelAfter(60_000)]
    public async Task Whatever_comes_is_a_result_or_an_error_of_this_library(CancellationToken cancellationToken)
    {
        var random = new Random(1939);
        var succeeded = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var pieces = Sane.ToList();
            for (var change = random.Next(4); change > 0; change--)
            {
                var at = random.Next(pieces.Count);
                if (random.Next(3) > 0)
                {
                    pieces[at] = Pieces[random.Next(Pieces.Length)];
                }
                else
                {
                    pieces.Insert(at, Pieces[random.Next(Pieces.Length)]);
                }
            }

            var script = string.Concat(pieces);
            try
            {
                await RunAsync(Encoding.Latin1.GetBytes(script), cancellationToken);
                succeeded++;
            }
            catch (Pop3Exception exception)
            {
                Assert.That(exception.Message.Any(char.IsControl), Is.False, script);
            }
        }

        Assert.That(succeeded, Is.InRange(5000, 15_000), "about a quarter has nothing wrong, and some changes do no harm");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Any_message_survives_dots_and_cuts(CancellationToken cancellationToken)
    {
        var random = new Random(5322);
        for (var i = 0; i < 500; i++)
        {
            string[] words = [".", "..", "a", "", "\0", "\u00e6", "\r"];
            var lines = Enumerable.Range(0, random.Next(20)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => words[random.Next(words.Length)])).TrimEnd('\r')).ToArray();
            var stuffed = string.Concat(lines.Select(line => (line.StartsWith('.') ? "." : "") + line + "\r\n"));
            var stream = new AnswerStream(Encoding.Latin1.GetBytes($"+OK\r\n-ERR\r\n+OK\r\n{stuffed}.\r\n"), random);
            await using var client = await Pop3Client.ConnectAsync(Options(stream), cancellationToken);
            using var octets = new MemoryStream();

            await client.RetrieveAsync(1, octets, cancellationToken);

            Assert.That(Encoding.Latin1.GetString(octets.ToArray()), Is.EqualTo(string.Concat(lines.Select(line => line + "\r\n"))));
        }
    }

    private static async Task RunAsync(byte[] answers, CancellationToken cancellationToken)
    {
        await using var client = await Pop3Client.ConnectAsync(Options(new AnswerStream(answers, random: null)), cancellationToken);
        await client.AuthenticateAsync(MailCredentials.Password("anna", "secret"), cancellationToken);
        foreach (var message in await client.ListAsync(withSizes: true, cancellationToken))
        {
            await client.RetrieveAsync(message.Number, new MemoryStream(), cancellationToken);
            await client.DeleteAsync(message.Number, cancellationToken);
        }

        await client.QuitAsync(cancellationToken);
    }

    private static Pop3ConnectionOptions Options(Stream stream) => new()
    {
        Host = "test",
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ConnectCallback = (_, _) => ValueTask.FromResult(stream),
    };

    /// <summary>Answers without listening, in pieces of any size.</summary>
    private sealed class AnswerStream(byte[] answers, Random? random) : MemoryStream(answers)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(random is null || buffer.Length == 0 ? buffer : buffer[..random.Next(1, Math.Min(buffer.Length, 8))], cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}

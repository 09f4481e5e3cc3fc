using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>
/// Messages with random damage. <c>MIME_FUZZ_MESSAGES</c> sets the number of messages, <c>MIME_FUZZ_SEED</c> the first seed; a failing
/// message is written to the test's work directory.
/// </summary>
public sealed class MutatedMailTests
{
    private const int OrdinaryRun = 100_000;

    private static readonly string[] Tokens =
    [
        "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", "\0", "\u00FF", ":", ";", ",", "<", ">", "(", ")", "\"", "\\", "=", "--", "=?", "?=", "*", "%",
        "=?utf-8?B?", "multipart/mixed", "message/rfc822", "boundary=", "\r\n--", "charset=utf-16", "charset=iso-2022-jp", "base64", "quoted-printable",
    ];

    [Test]
    [CancelAfter(1_200_000)]
    public async Task Mail_broken_at_random_is_read(CancellationToken cancellationToken)
    {
        var count = Setting("MIME_FUZZ_MESSAGES", OrdinaryRun);
        var seed = Setting("MIME_FUZZ_SEED", 83);
        await Task.Run(() => Run(count, seed, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
        TestContext.Out.WriteLine($"{count} messages from seed {seed}");
    }

    private static void Run(int count, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var generator = new MessageGenerator(seed);
        var pool = Enumerable.Range(0, 500).Select(_ => generator.Next()).ToArray();
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var octets = Encoding.Latin1.GetBytes(Mutate(pool[random.Next(pool.Length)], pool, random));
            try
            {
                Everything.Of(octets);
            }
            catch (Exception exception)
            {
                var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"mutated-{seed}-{i}.eml");
                File.WriteAllBytes(file, octets);
                throw new AssertionException($"message {i} of seed {seed}, kept as {file}: {exception.Message}", exception);
            }
        }
    }

    private static string Mutate(string message, string[] pool, Random random)
    {
        var text = new StringBuilder(message);
        for (var times = random.Next(1, 8); times > 0 && text.Length > 0; times--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(Math.Min(40, text.Length - at));
            switch (random.Next(6))
            {
                case 0:
                    text[at] = (char)random.Next(256);
                    break;
                case 1:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 2:
                    text.Remove(at, length);
                    break;
                case 3:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 4 when random.Next(10) == 0:
                    text.Length = at;
                    break;
                default:
                    var other = pool[random.Next(pool.Length)];
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, random.Next(Math.Min(80, other.Length - from))));
                    break;
            }
        }

        return text.ToString();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Smtp.Protocol;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Smtp;

public sealed class ReplyFuzzTests
{
    private static readonly string[] Pieces = ["220", "250", "250-", "250 ", "5", ".", "1", "5.1.1", "2.0.0 ", "\r", "\n", "\r\n", "\0", "ok", " ", "-", "\x1b[2J", "é", "999", "334 ", "="];

    [TestCase("250 2.1.5 fine", 250, true, "2.1.5", "fine")]
    [TestCase("250-SIZE 10", 250, false, null, "SIZE 10")]
    [TestCase("250", 250, true, null, "")]
    [TestCase("550 5.1.1", 550, true, "5.1.1", "")]
    [TestCase("550 2.1.1 wrong class", 550, true, null, "2.1.1 wrong class")]
    [TestCase("550 5.1.1234 too long", 550, true, null, "5.1.1234 too long")]
    [TestCase("550 a\u001b[2Jb", 550, true, null, "a [2Jb")]
    public void Lines_are_read(string line, int code, bool isLast, string? enhanced, string text)
    {
        Assert.That(ReplyLine.TryParse(Encoding.UTF8.GetBytes(line), out var parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(new ReplyLine(code, isLast, enhanced, text)));
    }

    [TestCase("")]
    [TestCase("25")]
    [TestCase("25O ok")]
    [TestCase("150 early")]
    [TestCase("650 late")]
    [TestCase("250x")]
    public void What_is_no_answer_is_not_taken_for_one(string line) => Assert.That(ReplyLine.TryParse(Encoding.UTF8.GetBytes(line), out _), Is.False);

    [Test]
    public async Task Whatever_comes_is_an_answer_or_an_error_of_this_library()
    {
        var random = new Random(5321);
        for (var i = 0; i < 20_000; i++)
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)])));
            await using var reader = new ReplyReader(new MemoryStream(octets), new SmtpConnectionOptions { Host = "x" }, new ProtocolTrace(null));
            try
            {
                var reply = await reader.ReadAsync(CancellationToken.None);
                Assert.That(reply.Code, Is.InRange(200, 599));
                Assert.That(reply.ToString().Any(char.IsControl), Is.False);
            }
            catch (SmtpException exception)
            {
                Assert.That(exception.ConnectionUsable, Is.False);
            }
        }
    }

    [Test]
    public void Endless_lines_and_answers_end() => Assert.Multiple(() =>
    {
        Assert.That(() => Read(new string('2', 100_000)), Throws.InstanceOf<SmtpException>());
        Assert.That(() => Read(string.Concat(Enumerable.Repeat("250-x\r\n", 1000))), Throws.TypeOf<SmtpProtocolException>());
    });

    private static async Task Read(string text)
    {
        await using var reader = new ReplyReader(new MemoryStream(Encoding.ASCII.GetBytes(text)), new SmtpConnectionOptions { Host = "x" }, new ProtocolTrace(null));
        await reader.ReadAsync(CancellationToken.None);
    }
}

using System.Text;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>
/// A megabyte of data for which a careless parser needs quadratic time. That would be minutes here, not a second.
/// </summary>
public sealed class LinearTimeTests
{
    private const int Size = 1_000_000;

    [CancelAfter(60_000)]
    [TestCase("=?")]
    [TestCase("=?u?Q?a")]
    [TestCase("=?u?Q?=41?= ")]
    [TestCase("=?utf-8?B?QQ?=x")]
    [TestCase("(")]
    [TestCase("()")]
    [TestCase("\"")]
    [TestCase("\"a")]
    [TestCase("\\\"")]
    [TestCase("<")]
    [TestCase("<@,")]
    [TestCase("<@:,")]
    [TestCase("<a ")]
    [TestCase("a@[")]
    [TestCase("a:")]
    [TestCase("a,")]
    [TestCase("a ")]
    [TestCase(" \r\n")]
    [TestCase("; a")]
    [TestCase("; a*9=b")]
    [TestCase("%")]
    [TestCase("\u0001")]
    [TestCase("\u00FC")]
    public async Task A_field_of_any_nonsense_takes_linear_time(string piece, CancellationToken cancellationToken)
    {
        var value = string.Concat(Enumerable.Repeat(piece, Size / piece.Length));
        string[] fields = ["Subject: x", "To: x", "Date: ", "References: ", "Content-Type: text/plain; name=\"a", "Content-Disposition: attachment; filename*="];

        await Task.Run(
            () =>
            {
                foreach (var field in fields)
                {
                    Everything.Of(Encoding.Latin1.GetBytes($"{field}{value}\r\n\r\n"));
                }
            },
            cancellationToken).WaitAsync(cancellationToken);
    }

    [CancelAfter(60_000)]
    [TestCase("--b\r\n")]
    [TestCase("--b--\r\n")]
    [TestCase("--\r\n")]
    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("a:\n")]
    [TestCase("a\n b\n")]
    [TestCase(" a\n")]
    [TestCase("--b\nContent-Type: multipart/mixed; boundary=b\n\n")]
    [TestCase("--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n")]
    [TestCase("=\n")]
    [TestCase("= ")]
    [TestCase("==")]
    [TestCase("\u00C3\u00BC")]
    [TestCase("\u00FF")]
    public async Task A_body_of_any_nonsense_takes_linear_time(string piece, CancellationToken cancellationToken)
    {
        var body = string.Concat(Enumerable.Repeat(piece, Size / piece.Length));
        string[] headers = ["", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"];

        await Task.Run(
            () =>
            {
                foreach (var header in headers)
                {
                    Everything.Of(Encoding.Latin1.GetBytes(header + body));
                }
            },
            cancellationToken).WaitAsync(cancellationToken);
    }
}

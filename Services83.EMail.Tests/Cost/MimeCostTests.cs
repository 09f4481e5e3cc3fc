using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for reading a message is proportional to its bytes, whatever its content.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class MimeCostTests
{
    [TestCase("To: ", "<@a{0},", TestName = "Routes")]
    [TestCase("To: ", "g{0}:", TestName = "Groups within groups")]
    [TestCase("To: a@b ", "(x{0}", TestName = "Comments within comments")]
    [TestCase("To: ", "a{0} . ", TestName = "Dots with spaces")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\r\n", "--c{0}\r\nX: y\r\n", TestName = "Lines in the header that look like delimiters")]
    [TestCase("Subject: ", "=?iso-8859-1?Q?{0}=E9?= ", TestName = "Encoded words")]
    [TestCase("Subject: ", "=?koi8-r?B?{0}", TestName = "Encoded words that are not closed")]
    [TestCase("References: ", "<{0}@b> ", TestName = "References")]
    [TestCase("Content-Type: text/plain", "; p{0}=x", TestName = "Parameters")]
    [TestCase("Content-Type: text/plain", "; name*{0}=x", TestName = "Pieces of a parameter")]
    [TestCase("X: x", "\r\nX{0}: y", TestName = "Fields")]
    [TestCase("X: x", "\r\n {0}", TestName = "Folded lines")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n{0}\r\n", TestName = "Parts")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n", TestName = "Delimiters in a row")]
    [TestCase("", "Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n", TestName = "Multiparts within multiparts")]
    [TestCase("Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--c{0}\r\n", TestName = "Lines that look like delimiters")]
    [TestCase("Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n", "#0V%T\r\n", TestName = "Uuencoded lines")]
    [TestCase("Content-Transfer-Encoding: base64\r\n\r\n", "QQ==\r\n", TestName = "Padded base64")]
    public void A_message_costs_in_proportion(string start, string piece) =>
        Growth.AssertLinear(
            30_000,
            n =>
            {
                var text = new StringBuilder(start);
                for (var i = 0; i < n; i++)
                {
                    text.Append(piece.Replace("{0}", $"{i}", StringComparison.Ordinal));
                }

                return Encoding.Latin1.GetBytes(text.Append("\r\n\r\n").ToString());
            },
            ReadAll);

    /// <summary>Fewer than <see cref="MimeLimits.Addresses"/>, so that none is left out, repeated many times.</summary>
    [TestCase("a{0}@b, ", TestName = "Addresses")]
    [TestCase("a{0}@b ", TestName = "Addresses without commas")]
    [TestCase("g{0}: a@b; ", TestName = "Groups")]
    public void A_list_of_addresses_costs_in_proportion(string piece) =>
        Growth.AssertLinear(
            MimeLimits.Addresses / 4,
            n => Encoding.Latin1.GetBytes(
                $"To: {string.Concat(Enumerable.Range(0, n).Select(i => piece.Replace("{0}", $"{i}", StringComparison.Ordinal)))}\r\n\r\n"),
            octets =>
            {
                for (var i = 0; i < 20; i++)
                {
                    Assert.That(MimeReader.ReadHeaders(octets).To, Has.Count.GreaterThanOrEqualTo(MimeLimits.Addresses / 40));
                }
            });

    private static void ReadAll(byte[] octets)
    {
        var message = MimeReader.Read(octets);
        var sum = message.Subject.Length + message.To.Count + message.References.Count + message.Headers.Sum(field => field.Value.Length);
        sum += (message.TextBody?.Length ?? 0) + message.Attachments.Sum(part => part.DecodedSize + (part.FileName?.Length ?? 0));
        Assert.That(sum + message.WithoutAttachments().Length, Is.Not.Negative);
    }
}

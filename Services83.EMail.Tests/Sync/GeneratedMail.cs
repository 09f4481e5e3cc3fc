using System.Text;

namespace Services83.EMail.Tests.Sync;

/// <summary>Varied messages, the same ones for the same numbers.</summary>
internal static class GeneratedMail
{
    private static readonly Func<int, Random, string>[] Kinds =
    [
        (_, random) => $"\r\n{Words(random, 40)}\r\n",
        (_, random) => $"Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße, 你好, {Words(random, 10)} 🎉\r\n",
        (n, random) => $"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_{n}\"\r\n\r\n--=_{n}\r\n\r\n{Words(random, 20)}\r\n"
            + $"--=_{n}\r\nContent-Type: application/octet-stream; name=\"data {n}.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + $"{Base64(random, 20_000)}\r\n--=_{n}--\r\n",
        (_, random) => $"\r\n{Words(random, 5)}, and no line end at the end",
        (_, _) => "\r\n",
        (_, _) => "",
        (_, random) => $"X-Long: {string.Join("\r\n ", Enumerable.Range(0, 300).Select(_ => Words(random, 8)))}\r\n\r\nshort\r\n",
        (n, _) => $"References: <mail-{n - 1}@test.example>\r\nIn-Reply-To: <mail-{n - 1}@test.example>\r\n\r\nYes.\r\n",
        (_, _) => "\r\n.\r\n) A1 OK done\r\n* 1 EXPUNGE\r\n{5}\r\n",
        (_, random) => $"\r\n{Words(random, 20_000)}\r\n",
    ];

    public static byte[] Message(int number)
    {
        var random = new Random(number);
        var subject = (number % 4) switch
        {
            0 => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes($"Blåbær {number}"))}?=",
            1 => $"=?iso-8859-1?Q?Stra=DFe_{number}?=",
            2 => $"8-bit ü {number}",
            _ => $"{Words(random, 6)} {number}",
        };
        var header = $"From: \"Søren {number}\" <soren{number}@test.example>\r\nTo: anna@test.example, Bob <bob@test.example>\r\n"
            + $"Subject: {subject}\r\nDate: Fri, 20 Nov 2026 10:{number % 60:00}:00 +0100\r\nMessage-ID: <mail-{number}@test.example>\r\n";
        return Encoding.UTF8.GetBytes(header + Kinds[number % Kinds.Length](number, random));
    }

    /// <summary>A message of about this many bytes that do not compress.</summary>
    public static byte[] Large(int number, int octets)
    {
        var header = $"From: a@test.example\r\nTo: b@test.example\r\nSubject: large {number}\r\nMessage-ID: <large-{number}@test.example>\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n";
        return Encoding.ASCII.GetBytes(header + Base64(new Random(number), octets / 4 * 3) + "\r\n");
    }

    private static string Words(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => new string((char)('a' + random.Next(26)), random.Next(1, 9))));

    private static string Base64(Random random, int octets)
    {
        var bytes = new byte[octets];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
    }
}

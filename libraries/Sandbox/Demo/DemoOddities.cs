using System.Text;

namespace Services83.EMail.Sandbox.Demo;

/// <summary>Mail that simple readers cannot handle: old charsets, missing fields, raw bytes, broken MIME, nesting, size.</summary>
internal static class DemoOddities
{
    public static void AddTo(DemoMailbox mailbox)
    {
        AddCharsets(mailbox);
        AddMissingFields(mailbox);
        AddStructures(mailbox);
        AddBroken(mailbox);
    }

    private static void AddCharsets(DemoMailbox mailbox)
    {
        Add(mailbox, "Смета на ремонт крыши", DemoMime.Text("Добрый день!\n\nСмета готова, пришлите, пожалуйста, адрес.\n", "koi8-r"), "koi8-r");
        Add(mailbox, "見積書の件", DemoMime.Text("お世話になっております。\n見積書を送ってください。\n", "iso-2022-jp"), "iso-2022-jp");
        Add(mailbox, "Grüße aus dem Süden", DemoMime.EightBit("Schöne Grüße, die Blätter fallen schon.\n", "iso-8859-1"), "iso-8859-1");
        Add(mailbox, "Prices – “final”", DemoMime.EightBit("The price is 40 € – “final”, they say…\n", "windows-1252"), "windows-1252");
        Add(mailbox, "Zażółć gęślą jaźń", DemoMime.Text("Dzień dobry, łąka jest już skoszona.\n", "iso-8859-2"), "iso-8859-2");
        Add(mailbox, "报价 / 견적 / ใบเสนอราคา", DemoMime.Text("你好 · 안녕하세요 · สวัสดี · שלום · مرحبا\n"));
        Add(mailbox, "👩‍🌾🚜 harvest 🫐🫐🫐", DemoMime.EightBit("👍🏽 done! 🫐\n", "utf-8"));
    }

    private static void AddMissingFields(DemoMailbox mailbox)
    {
        var body = DemoMime.Text("Sent by an old machine.\n", "us-ascii");
        mailbox.Add("INBOX", Letter(mailbox, "No date in here", body) with { Date = null });
        mailbox.Add("INBOX", Letter(mailbox, "No Message-ID in here", body) with { MessageId = null }, @"\Seen");
        mailbox.Add("INBOX", Letter(mailbox, "Neither date nor Message-ID", body) with { Date = null, MessageId = null });
        mailbox.Add("INBOX", Letter(mailbox, "", body), @"\Seen");
        Raw(mailbox, "Subject: no sender, no MIME\r\n\r\nJust text.\r\n");
        Raw(mailbox, "\r\nNo header at all, the text begins at once.\r\n");
        Raw(mailbox, "From: a@sandbox.example\r\nSubject: only a header, not even an empty line after it\r\n");
    }

    private static void AddStructures(DemoMailbox mailbox)
    {
        var inner = Letter(mailbox, "The original offer", DemoMime.Text("The offer stands until Friday – ærlig talt.\n")).ToBytes();
        Add(mailbox, "Fwd: The original offer", DemoMime.Multipart("mixed", "fwd-1", DemoMime.Text("See below.\n"), DemoMime.Forwarded(inner)));
        var twice = Letter(mailbox, "Fwd: The original offer", DemoMime.Multipart("mixed", "fwd-2", DemoMime.Forwarded(inner))).ToBytes();
        Add(mailbox, "Fwd: Fwd: The original offer", DemoMime.Multipart("mixed", "fwd-3", DemoMime.Forwarded(twice)));
        Add(mailbox, "Meter readings, all of them", DemoMime.Multipart(
            "mixed", "big", DemoMime.Text("One megabyte of readings.\n"), DemoMime.Attachment("readings.csv", "text/csv", DemoFiles.Readings(760_000))));
        var deep = DemoMime.Text("At the bottom.\n");
        for (var level = 0; level < 30; level++)
        {
            deep = DemoMime.Multipart("mixed", $"deep-{level}", deep);
        }

        Add(mailbox, "Thirty levels deep", deep);
        Add(mailbox, "Empty attachment", DemoMime.Multipart("mixed", "empty", DemoMime.Text("\n"), DemoMime.Attachment("tom.txt", "text/plain", [])));
        Add(mailbox, "Awkward file names", DemoMime.Multipart(
            "mixed", "names", DemoMime.Attachment("../../../../etc/passwd", "text/plain", DemoMime.Ascii("no")),
            DemoMime.Attachment("CON.txt", "text/plain", DemoMime.Ascii("no")), DemoMime.Attachment("blåbær sø\"n.png", "image/png", DemoFiles.Png)));
    }

    private static void AddBroken(DemoMailbox mailbox)
    {
        Raw(mailbox, "From: Bjørn <bjorn@sandbox.example>\r\nSubject: Rå bokstaver i emnet: æøå\r\nContent-Type: text/plain\r\n\r\nUnlabelled: æøå\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: boundary never closed\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=open\r\n\r\n--open\r\nContent-Type: text/plain\r\n\r\nThe end is missing.\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: multipart without a boundary\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed\r\n\r\n--??\r\n\r\nWhere does it begin?\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: base64 that is none\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\nVGhpcyBpcyBmaW5l***but this is not\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: =?utf-8?Q?half_a_word=?=?= =?utf-8?B?????= =?x-unknown?Q?odd?=\r\n"
            + "Content-Type: text/plain; charset=x-unknown-charset\r\n\r\nWho knows.\r\n");
        Raw(mailbox, "From: one@sandbox.example, \"Two, the second\" <two@sandbox.example>\r\nTo: undisclosed-recipients:;\r\n"
            + "Date: Yesterday, around noon\r\nSubject: two\r\nSubject: subjects\r\nContent-Type: ;;;\r\n\r\nHow odd.\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: " + new string('a', 4000) + "\r\n\r\nA line of 4,000 characters above.\r\n");
        Raw(mailbox, "From: x@sandbox.example\r\nSubject: control characters \u0001\u0002\u001B[31m in here\r\n\r\nBell: \u0007, NUL-free.\r\n");
    }

    private static void Add(DemoMailbox mailbox, string subject, DemoPart body, string charset = "utf-8") =>
        mailbox.Add("INBOX", Letter(mailbox, subject, body) with { SubjectCharset = charset }, mailbox.UsualFlags(5));

    private static void Raw(DemoMailbox mailbox, string text) =>
        mailbox.AddRaw("INBOX", Encoding.Latin1.GetBytes(text), mailbox.DaysAgo(mailbox.Random.Next(1, 90)), mailbox.UsualFlags(5));

    private static DemoLetter Letter(DemoMailbox mailbox, string subject, DemoPart body) => new()
    {
        From = mailbox.Pick(mailbox.Company.Contacts),
        To = mailbox.Company.Owner,
        Subject = subject,
        Date = mailbox.DaysAgo(mailbox.Random.Next(1, 90)),
        MessageId = mailbox.NextId(),
        Body = body,
    };
}

using System.Globalization;

namespace Services83.EMail.Sandbox.Demo;

/// <summary>
/// The mail of one person at a desk. Each message in the INBOX has its number in the Message-ID, <c>sales-1@sandbox.example</c>, which is also its
/// UID; the numbers are part of what testers rely on, so add new mail at the end.
/// </summary>
internal static class DemoSales
{
    private const int FirstDay = 25;

    public static void AddTo(DemoMailbox mailbox)
    {
        var (ingrid, mette) = (mailbox.Company.Contacts[0], mailbox.Company.Contacts[1]);
        AddInbox(mailbox, 1, ingrid, "Welcome to the sandbox", DemoMime.Text("Hello Sally,\n\nthis is an ordinary message.\n\nIngrid\n"), @"\Seen");
        AddInbox(mailbox, 2, ingrid, "Offer 3100 – tilbud på høst", Offer());
        AddInbox(mailbox, 3, mette, "Blåbær & bær: week 2", News(), @"\Seen");
        AddInbox(mailbox, 4, ingrid, "Invitation: site visit", Invitation(mailbox), @"\Seen");
        AddInbox(mailbox, 5, mette, "How many crates?", DemoMime.Text("Hej Sally,\n\nhow many crates of blåbær do you need?\n\nMette\n"), @"\Seen", @"\Answered");
        var inner = Letter(mailbox, ingrid, mailbox.Company.Owner, "The original offer", "sales-inner", FirstDay, DemoMime.Text("The offer stands until Friday.\n"));
        AddInbox(mailbox, 6, mette, "Fwd: The original offer", DemoMime.Multipart("mixed", "fwd", DemoMime.Text("See below.\n"), DemoMime.Forwarded(inner.ToBytes())));
        for (var number = 7; number <= 14; number++)
        {
            AddInbox(mailbox, number, mette, $"Parcel {number}", DemoMime.Text($"Parcel {number} has arrived.\n"));
        }

        AddOthers(mailbox, ingrid, mette);
    }

    private static void AddOthers(DemoMailbox mailbox, DemoPerson ingrid, DemoPerson mette)
    {
        var owner = mailbox.Company.Owner;
        var answer = Letter(mailbox, owner, mette, "Re: How many crates?", "sales-answer", FirstDay - 6, DemoMime.Text("Hej Mette,\n\ntwelve crates, please.\n\nSally\n"));
        mailbox.Add("Sent", answer with { References = ["<sales-5@sandbox.example>"] }, @"\Seen");
        mailbox.Add("Drafts", Letter(mailbox, owner, ingrid, "Site visit (draft)", "sales-draft", 5, DemoMime.Text("Hei Ingrid,\n\nvi\n")), @"\Draft", @"\Seen");
        mailbox.Add("Trash", Letter(mailbox, mette, owner, "Meeting is off", "sales-trash", 4, DemoMime.Text("Until next week.\n")), @"\Seen");
        mailbox.Add("Junk", Letter(mailbox, new DemoPerson("Dr. Fortune", "fortune@lucky.example"), owner, "You have WON", "sales-junk", 3, DemoMime.Text("Send us your door key.\n")), "$Junk");
        mailbox.Add("Archive/2025", Letter(mailbox, ingrid, owner, "Contract 2025", "sales-contract", FirstDay + 1, DemoMime.Text("Signed. Thank you!\n")), @"\Seen");
    }

    private static DemoPart Offer() => DemoMime.Multipart(
        "mixed", "offer", DemoMime.Text("Dear Sally,\n\nthe offer and a photo are attached.\n"),
        DemoMime.Attachment("Tilbud – høst.pdf", "application/pdf", DemoFiles.Pdf("Offer 3100: 1200.00 EUR")),
        DemoMime.Attachment("berry.png", "image/png", DemoFiles.Png));

    private static DemoPart News() => DemoMime.Multipart(
        "alternative", "news", DemoMime.Text("Blåbær er i sesong.\n"), DemoMime.Html("<html><body><h1>Blåbær</h1><p>er i <b>sesong</b>.</p></body></html>"));

    private static DemoPart Invitation(DemoMailbox mailbox)
    {
        var day = mailbox.DaysAgo(-7).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sandbox.example//EN", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:visit@sandbox.example", $"DTSTAMP:{day}T080000Z",
            $"DTSTART:{day}T100000Z", $"DTEND:{day}T113000Z", "SUMMARY:Site visit", "LOCATION:Quay Street 4",
            "ORGANIZER;CN=Ingrid Solheim:mailto:ingrid.solheim@fjordbygg.example", "ATTENDEE;CN=Sally Sales;RSVP=TRUE:mailto:sal0@sandbox.example", "END:VEVENT", "END:VCALENDAR", "",
        ];
        return DemoMime.Multipart(
            "alternative", "visit", DemoMime.Text("Site visit at Quay Street 4. Can you come?\n"),
            new DemoPart(["Content-Type: text/calendar; charset=utf-8; method=REQUEST"], DemoMime.Ascii(string.Join("\r\n", lines))));
    }

    private static void AddInbox(DemoMailbox mailbox, int number, DemoPerson from, string subject, DemoPart body, params string[] flags) =>
        mailbox.Add("INBOX", Letter(mailbox, from, mailbox.Company.Owner, subject, $"sales-{number}", FirstDay - number, body), flags);

    private static DemoLetter Letter(DemoMailbox mailbox, DemoPerson from, DemoPerson to, string subject, string id, int daysAgo, DemoPart body) => new()
    {
        From = from,
        To = to,
        Subject = subject,
        Date = mailbox.DaysAgo(daysAgo),
        MessageId = $"<{id}@sandbox.example>",
        Body = body,
    };
}

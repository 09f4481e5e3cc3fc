namespace Services83.EMail.Sandbox.Demo;

/// <summary>Mail that is not part of a conversation: invoices with a PDF, newsletters, photos inside the text, notices of
/// machines.</summary>
internal static class DemoPaperwork
{
    private static readonly DemoPerson Billing = new("Billing, Harbour Supplies", "billing@harbour-supplies.example");
    private static readonly DemoPerson Newsletter = new("Håndverk & Hage", "nyhetsbrev@handverk.example");
    private static readonly DemoPerson Machine = new("noreply", "noreply@parcel.example");

    public static void AddTo(DemoMailbox mailbox)
    {
        for (var number = 0; number < mailbox.Company.Invoices; number++)
        {
            AddInvoice(mailbox, number);
        }

        for (var number = 0; number < mailbox.Company.Newsletters; number++)
        {
            AddNewsletter(mailbox, number);
        }

        for (var number = 0; number < mailbox.Company.Photos; number++)
        {
            AddPhoto(mailbox, number);
        }

        for (var number = 0; number < mailbox.Company.Notices; number++)
        {
            AddNotice(mailbox, number);
        }
    }

    private static void AddInvoice(DemoMailbox mailbox, int number)
    {
        var daysAgo = 3 + (number * 14.0);
        var amount = mailbox.Random.Next(40, 2000);
        var pdf = DemoMime.Attachment(
            number % 4 == 0 ? $"Regning nr. {3100 + number} – høst.pdf" : $"invoice-{3100 + number}.pdf", "application/pdf", DemoFiles.Pdf($"Invoice {3100 + number}: {amount}.00 EUR"));
        var text = DemoMime.Text($"Dear customer,\n\nplease find invoice {3100 + number} over {amount}.00 € attached.\nIt is due in 14 days.\n\nBilling\n");
        DemoPart[] parts = number % 3 == 0
            ? [text, pdf, DemoMime.Attachment("items.txt", "text/plain", DemoMime.Ascii($"1 x delivery\r\n{number + 1} x timber\r\n"))]
            : [text, pdf];
        var letter = Letter(mailbox, Billing, $"Invoice {3100 + number}", daysAgo, DemoMime.Multipart("mixed", $"mix-{number}-{amount}", parts));
        mailbox.Add(daysAgo > 150 ? "Archive/2025" : "INBOX", letter, mailbox.UsualFlags(daysAgo));
    }

    private static void AddNewsletter(DemoMailbox mailbox, int number)
    {
        var daysAgo = 1 + (number * 12.0);
        var plain = $"Nytt fra verkstedet, nummer {number + 1}\n\nDenne gang: så holder du boret skarpt, og fem grønnsaker som tåler frost.\n";
        var html = $"<html><head><style>p {{ color: #234 }}</style></head><body><h1>Nytt fra verkstedet, nummer {number + 1}</h1>"
            + "<p>Denne gang: <b>så holder du boret skarpt</b>, og fem grønnsaker som tåler frost.</p>"
            + "<p><a href=\"https://handverk.example/stopp\">Meld deg av</a></p></body></html>";
        var letter = Letter(
            mailbox, Newsletter, $"Nyhetsbrev {number + 1}: skarpe bor og frosne bed 🌱", daysAgo,
            DemoMime.Multipart("alternative", $"news-{number}", DemoMime.Text(plain), DemoMime.Html(html)),
            "List-Unsubscribe: <https://handverk.example/stopp>", "Precedence: bulk");
        mailbox.Add("INBOX", letter, mailbox.UsualFlags(daysAgo));
    }

    private static void AddPhoto(DemoMailbox mailbox, int number)
    {
        var daysAgo = 2 + (number * 9.5);
        var place = mailbox.Pick(mailbox.Company.Places);
        var contentId = $"photo{number}@sandbox.example";
        var related = DemoMime.Multipart(
            "related", $"rel-{number}",
            DemoMime.Html($"<html><body><p>{place}:</p><img src=\"cid:{contentId}\" alt=\"photo\"></body></html>"),
            DemoMime.Inline(contentId, $"IMG_{2040 + number}.png", "image/png", DemoFiles.Png));
        var body = number % 2 == 0
            ? related
            : DemoMime.Multipart("alternative", $"altrel-{number}", DemoMime.Text($"{place}: photo attached\n"), related);
        mailbox.Add("INBOX", Letter(mailbox, mailbox.Pick(mailbox.Company.Contacts), $"Photo: {place}", daysAgo, body), mailbox.UsualFlags(daysAgo));
    }

    private static void AddNotice(DemoMailbox mailbox, int number)
    {
        var daysAgo = 0.5 + (number * 6.0);
        var parcel = mailbox.Random.Next(100_000, 999_999);
        var letter = Letter(
            mailbox, Machine, $"Parcel {parcel} is on its way", daysAgo,
            DemoMime.Text($"Parcel {parcel} leaves our depot today and arrives tomorrow between 8 and 12.\n"), "Auto-Submitted: auto-generated");
        mailbox.Add("INBOX", letter, mailbox.UsualFlags(daysAgo));
    }

    private static DemoLetter Letter(DemoMailbox mailbox, DemoPerson from, string subject, double daysAgo, DemoPart body, params string[] extra) => new()
    {
        From = from,
        To = mailbox.Company.Owner,
        Subject = subject,
        Date = mailbox.DaysAgo(daysAgo),
        MessageId = mailbox.NextId(),
        Extra = extra,
        Body = body,
    };
}

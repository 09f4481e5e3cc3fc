namespace Services83.EMail.Sandbox.Demo;

/// <summary>The mail in Drafts, Junk, Trash and in the folder whose name is not ASCII.</summary>
internal static class DemoSideFolders
{
    private static readonly DemoPerson Stranger = new("Dr. Fortune", "fortune@lucky.example");

    public static void AddTo(DemoMailbox mailbox)
    {
        var owner = mailbox.Company.Owner;
        for (var number = 1; number <= 4; number++)
        {
            var draft = Letter(mailbox, owner, mailbox.Pick(mailbox.Company.Contacts), $"Tilbud, utkast {number}", number, "Hei,\n\nvi kan tilby\n");
            mailbox.Add("Drafts", draft with { MessageId = number == 1 ? null : draft.MessageId }, @"\Draft", @"\Seen");
        }
        for (var number = 1; number <= 8; number++)
        {
            mailbox.Add("Junk", Letter(mailbox, Stranger, owner, $"You have WON {number},000,000 💰", number, "Send us your door key to claim the prize.\n"), "$Junk");
        }

        for (var number = 1; number <= 6; number++)
        {
            var old = Letter(mailbox, mailbox.Pick(mailbox.Company.Contacts), owner, $"Møtet er avlyst ({number})", 20 + number, "Vi finner en ny dato.\n");
            mailbox.Add("Trash", old, number == 1 ? [@"\Seen", @"\Deleted"] : [@"\Seen"]);
        }
        for (var number = 1; number <= 6; number++)
        {
            var berries = Letter(mailbox, mailbox.Pick(mailbox.Company.Contacts), owner, $"Blåbær, leveranse {number}", 30 + number, $"{number * 12} kasser, levert før åtte. Sønnen kjørte.\n");
            var raw = mailbox.Add("Blåbær & Søn", berries, @"\Seen");
            // The same message in two folders: one content, two placements.
            if (number <= 2)
            {
                mailbox.AddRaw("Archive/2025", raw, berries.Date!.Value, @"\Seen");
            }
        }
    }

    private static DemoLetter Letter(DemoMailbox mailbox, DemoPerson from, DemoPerson to, string subject, double daysAgo, string text) => new()
    {
        From = from,
        To = to,
        Subject = subject,
        Date = mailbox.DaysAgo(daysAgo),
        MessageId = mailbox.NextId(),
        Body = DemoMime.Text(text),
    };
}

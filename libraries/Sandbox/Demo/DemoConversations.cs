using System.Globalization;

namespace Services83.EMail.Sandbox.Demo;

/// <summary>Threads with customers and suppliers: their letters in the INBOX, our answers in Sent.</summary>
internal static class DemoConversations
{
    public static void AddTo(DemoMailbox mailbox)
    {
        for (var round = 0; round < mailbox.Company.Rounds; round++)
        {
            foreach (var topic in mailbox.Company.Topics)
            {
                AddThread(mailbox, topic);
            }
        }
    }

    private static void AddThread(DemoMailbox mailbox, DemoTopic topic)
    {
        var contact = mailbox.Pick(mailbox.Company.Contacts);
        object[] values = [mailbox.Pick(mailbox.Company.Places), mailbox.Random.Next(2, 28)];
        string Fill(string text) => string.Format(CultureInfo.InvariantCulture, text, values);
        double daysAgo = mailbox.Random.Next(6, 160);
        var references = new List<string>();
        for (var turn = 0; turn < topic.Turns.Length; turn++)
        {
            var ours = turn % 2 == 1;
            var from = ours ? mailbox.Company.Owner : contact;
            var letter = new DemoLetter
            {
                From = from,
                To = ours ? contact : mailbox.Company.Owner,
                Cc = turn == 0 && mailbox.Random.Next(3) == 0 ? mailbox.Pick(mailbox.Company.Contacts) : null,
                Subject = (turn == 0 ? "" : "Re: ") + Fill(topic.Subject),
                SubjectCharset = topic.Charset,
                Date = mailbox.DaysAgo(daysAgo),
                MessageId = mailbox.NextId(),
                References = [.. references],
                Body = BodyOf(mailbox, topic.Charset, Fill(topic.Turns[turn]), from, turn == 0 ? null : Fill(topic.Turns[turn - 1])),
            };
            var answered = !ours && turn + 1 < topic.Turns.Length;
            mailbox.Add(ours ? "Sent" : "INBOX", letter, ours ? [@"\Seen"] : mailbox.UsualFlags(daysAgo, answered ? [@"\Answered"] : []));
            references.Add(letter.MessageId);
            daysAgo -= 1 + mailbox.Random.NextDouble();
        }
    }

    /// <summary>Plain text, or text and HTML for people with a modern program.</summary>
    private static DemoPart BodyOf(DemoMailbox mailbox, string charset, string text, DemoPerson from, string? answered)
    {
        var quote = answered is null ? "" : "\n\n" + string.Join('\n', answered.Split('\n').Select(line => "> " + line));
        var plain = $"{text}\n\n{from.Name}{quote}\n";
        if (charset != "utf-8" || mailbox.Random.Next(2) == 0)
        {
            return DemoMime.Text(plain, charset);
        }

        var html = $"<html><body><p>{text.Replace("\n", "<br>\n", StringComparison.Ordinal)}</p><p>{from.Name.Replace("&", "&amp;", StringComparison.Ordinal)}</p></body></html>";
        return DemoMime.Multipart("alternative", $"alt-{mailbox.Random.Next():x8}", DemoMime.Text(plain), DemoMime.Html(html));
    }
}

namespace Services83.EMail.Sandbox.Demo;

/// <summary>Collects the messages of one demo account and stores them in the order of their dates.</summary>
internal sealed class DemoMailbox(DemoCompany company, int seed, DateTimeOffset now)
{
    private readonly List<(string Folder, byte[] Raw, DateTimeOffset Date, string[] Flags)> _mail = [];
    private readonly DateTimeOffset _now = new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset);
    private int _lastId;

    public DemoCompany Company => company;

    public Random Random { get; } = new(seed);

    public string NextId() => $"<{seed:x}.{++_lastId:d4}.{Random.Next():x8}@sandbox.example>";

    /// <summary>A time this many days ago, during the day, in the company's time zone.</summary>
    public DateTimeOffset DaysAgo(double days) =>
        _now.AddDays(-days).AddMinutes(-Random.Next(1, 300)).ToOffset(TimeSpan.FromHours(1));

    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];

    /// <summary>Stores a letter; its internal date is a few seconds after its date.</summary>
    public byte[] Add(string folder, DemoLetter letter, params string[] flags)
    {
        var raw = letter.ToBytes();
        AddRaw(folder, raw, letter.Date ?? DaysAgo(Random.Next(2, 200)), flags);
        return raw;
    }

    public void AddRaw(string folder, byte[] raw, DateTimeOffset date, params string[] flags) =>
        _mail.Add((folder, raw, date.AddSeconds(Random.Next(1, 50)), flags));

    /// <summary>The usual flags of mail of that age: old mail is read, some of it flagged.</summary>
    public string[] UsualFlags(double daysAgo, params string[] more)
    {
        var flags = new List<string>(more);
        if (daysAgo > 10 || Random.Next(3) == 0)
        {
            flags.Add(@"\Seen");
        }

        if (Random.Next(12) == 0)
        {
            flags.Add(@"\Flagged");
        }

        if (Random.Next(25) == 0)
        {
            flags.Add(Pick(["$Forwarded", "$Label1", "Invoice"]));
        }

        return [.. flags];
    }

    public SandboxAccount ToAccount(TimeProvider clock)
    {
        var account = SandboxAccount.WithUsualFolders(company.User, company.Password, clock);
        foreach (var (folder, raw, date, flags) in _mail.OrderBy(mail => mail.Date))
        {
            account[folder].Append(raw, flags, date);
        }

        return account;
    }
}

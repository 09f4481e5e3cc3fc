using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>The accounts of a simulated tenant, as its documentation describes them: which are due, and when each was synced
/// last.</summary>
internal sealed class SyncMailboxes(ManualTimeProvider time)
{
    private readonly Dictionary<int, Mailbox> _mailboxes = [];

    /// <summary>Whether the caller may see which accounts are due.</summary>
    public bool ShowsDue { get; set; }

    /// <summary>Whether the caller may see the accounts.</summary>
    public bool ShowsAccounts { get; set; }

    /// <summary>Seconds that the tenant needs for any call.</summary>
    public double Latency { get; set; }

    /// <summary>Whether a call of SyncEmailAccounts is carried out; the keys are those that the call names.</summary>
    public Func<int[], bool> Syncs { get; set; } = _ => true;

    public void Add(int key, bool isDue = true) => _mailboxes[key] = new Mailbox { IsDue = isDue, LastFetch = time.GetUtcNow().AddDays(-1) };

    /// <summary>The tenant syncs on its own.</summary>
    public void Sync(int key)
    {
        if (!_mailboxes.TryGetValue(key, out var mailbox))
        {
            return;
        }

        (mailbox.IsDue, mailbox.ErrorCount) = (false, mailbox.Fails ? mailbox.ErrorCount + 1 : 0);
        mailbox.LastFetch = mailbox.Fails ? mailbox.LastFetch : time.GetUtcNow();
    }

    /// <summary>Its mail server refuses from now on; the account stays due.</summary>
    public void Break(int key) => _mailboxes[key].Fails = true;

    public void Receive(int[] keys)
    {
        if (Syncs(keys))
        {
            Array.ForEach(keys, Sync);
        }
    }

    public async Task<bool> AnswerAsync(HttpContext context, string operation)
    {
        time.Advance(TimeSpan.FromSeconds(Latency));
        if (!(operation == "GetEMailAccount" ? ShowsAccounts : ShowsDue))
        {
            context.Response.StatusCode = 403;
        }
        else if (operation == "GetEMailAccount")
        {
            await Upstream.JsonAsync(context, Account(int.Parse(context.Request.Query.Single().Value!, CultureInfo.InvariantCulture)));
        }
        else
        {
            await Upstream.JsonAsync(context, JsonSerializer.Serialize(_mailboxes.Where(one => one.Value.IsDue).Select(one => new { AccountId = one.Key, AssociateId = 11, AssociateName = "SAL0" })));
        }

        return true;
    }

    private string Account(int key) => _mailboxes.TryGetValue(key, out var mailbox)
        ? JsonSerializer.Serialize(new { EMailAccountId = key, LastFetch = mailbox.LastFetch?.UtcDateTime, mailbox.ErrorCount, AccountStatus = mailbox.Fails ? 2 : 4 })
        : "null";

    private sealed class Mailbox
    {
        public bool IsDue { get; set; }

        public bool Fails { get; set; }

        public DateTimeOffset? LastFetch { get; set; }

        public int ErrorCount { get; set; }
    }
}

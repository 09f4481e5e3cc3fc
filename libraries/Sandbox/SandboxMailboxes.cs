using Services83.EMail.Sandbox.Demo;

namespace Services83.EMail.Sandbox;

/// <summary>Ready-made mailboxes for the demo and for tests that want varied mail.</summary>
public static class SandboxMailboxes
{
    /// <summary>
    /// Two accounts with the realistic mail of a small company: <c>lockman@sandbox.example</c> (about 200 messages) and
    /// <c>blabaer@sandbox.example</c> (about 150). The same seed and the same time give the same bytes.
    /// </summary>
    /// <param name="clock">All dates are within the 400 days before its present time.</param>
    public static IReadOnlyList<SandboxAccount> CreateDemo(int seed, TimeProvider clock) =>
        [Create(DemoCompany.Lockman, seed, clock), Create(DemoCompany.Blueberry, seed + 1, clock)];

    /// <summary>
    /// The account <c>sal0@sandbox.example</c> with about twenty short messages: an invitation, attachments, an answered question, a draft, and
    /// some to move and delete.
    /// </summary>
    /// <param name="clock">All dates are within the 30 days before its present time.</param>
    public static SandboxAccount CreateSales(TimeProvider clock)
    {
        var mailbox = new DemoMailbox(DemoCompany.Sales, seed: 83, clock.GetUtcNow());
        DemoSales.AddTo(mailbox);
        return mailbox.ToAccount(clock);
    }

    private static SandboxAccount Create(DemoCompany company, int seed, TimeProvider clock)
    {
        var mailbox = new DemoMailbox(company, seed, clock.GetUtcNow());
        DemoConversations.AddTo(mailbox);
        DemoPaperwork.AddTo(mailbox);
        DemoOddities.AddTo(mailbox);
        DemoSideFolders.AddTo(mailbox);
        return mailbox.ToAccount(clock);
    }
}

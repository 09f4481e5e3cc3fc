using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Demo;

namespace Services83.EMail.Commands.Demo;

/// <summary>A user with well-known credentials, and the account whose mail is in a mailbox of the sandbox.</summary>
/// <param name="SyncInterval">Seconds between two syncs; with 0 the account is always due.</param>
internal sealed record DemoOwner(int AccountId, int AssociateId, string Login, string Password, int SyncInterval, SandboxAccount Mailbox)
{
    /// <summary>A day, so that the lists of due accounts in the vendor's printed samples have only the accounts of the samples.</summary>
    private const int OnceADay = 86_400;

    public bool IsAdministrator => AssociateId == DemoData.AdministratorId;

    /// <summary>The accounts of the vendor's printed samples, and one of the administrator.</summary>
    public static IReadOnlyList<DemoOwner> CreateAll(TimeProvider clock)
    {
        var mailboxes = SandboxMailboxes.CreateDemo(seed: 1, clock);
        return
        [
            new(DemoData.FirstAccount, 162, DemoData.FirstAssociate, DemoCompany.Lockman.Password, 0, mailboxes[0]),
            new(DemoData.SecondAccount, 163, DemoData.SecondAssociate, DemoCompany.Blueberry.Password, 0, mailboxes[1]),
            new(92, DemoData.AdministratorId, DemoData.Administrator, DemoData.AdministratorPassword, OnceADay, SandboxMailboxes.CreateSales(clock)),
        ];
    }
}

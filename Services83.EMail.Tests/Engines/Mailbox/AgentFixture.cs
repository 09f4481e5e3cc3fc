using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Sync.Pushes;

namespace Services83.EMail.Tests.Engines.Mailbox;

/// <summary>Calls operations of the mailbox engine without a door, on a synced mailbox.</summary>
public abstract class AgentFixture : PushFixture
{
    /// <summary>The associate who owns the account.</summary>
    protected int Owner { get; private set; }

    [SetUp]
    public async Task Start()
    {
        await StartSyncedAsync();
        Owner = (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.AssociateId;
    }

    protected Task<EMailEntity> ReadAsync(int itemId, bool includeAttachments = false) =>
        AskAsync(agent => agent.GetEMailAsync(itemId, includeAttachments));

    /// <summary>Calls as the owner of the account, and returns the result.</summary>
    protected async Task<T> AskAsync<T>(Func<IWebEMailAgent, Task<T>> call)
    {
        T? result = default;
        await CallAsync(async agent => result = await call(agent));
        return result!;
    }

    protected async Task<T> RefusedAsync<T>(Func<IWebEMailAgent, Task> call, int? associateId = null)
        where T : AgentException
    {
        T? error = null;
        try
        {
            await CallAsync(call, associateId);
        }
        catch (T refused)
        {
            error = refused;
        }

        Assert.That(error, Is.Not.Null, $"no {typeof(T).Name}");
        return error!;
    }

    /// <summary>Calls as the owner of the account, or as somebody else; returns what the reply says beside its body.</summary>
    protected async Task<IDictionary<string, string>> CallAsync(Func<IWebEMailAgent, Task> call, int? associateId = null)
    {
        await using var scope = Engine.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CallContext>();
        context.Aborted = Deadline;
        context.Caller = new Caller { AssociateId = associateId ?? Owner, LoginName = "caller", IsPrivileged = false };
        await call(scope.ServiceProvider.GetRequiredService<IWebEMailAgent>());
        return context.ExtraInfo;
    }
}

using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Mailbox;
using Services83.EMail.Engines.Mailbox.Rights;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox;

/// <summary>The engine is its areas, each of which has one part of the contract.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class MailboxAgentTests : AgentFixture
{
    private static readonly Type[] Parts = [.. typeof(IWebEMailAgent).GetInterfaces().Where(part => part != typeof(IEMailAgent))];

    [Test]
    public async Task A_call_makes_the_service_of_its_area_and_no_other()
    {
        await using var scope = Engine.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().Caller = new Caller { AssociateId = Owner, LoginName = "caller", IsPrivileged = false };
        var asked = new Asked(scope.ServiceProvider);
        var agent = MailboxAgent.Create(asked);

        var address = await agent.CreateDefaultEMailAddressAsync();
        await agent.MarkEmailsAsReadAsync([], read: true);

        Assert.That(address.TableRight, Is.Not.Null, "what is answered tells rights");
        Assert.That(asked.Types, Is.EqualTo(new[] { typeof(IDefaultOperations), typeof(RightsTeller), typeof(IChangeOperations) }));
    }

    [Test]
    public void Each_part_of_the_contract_is_the_work_of_one_service_in_the_folder_of_its_area()
    {
        using var scope = Engine.Services.CreateScope();
        using var _ = Assert.EnterMultipleScope();
        foreach (var part in Parts)
        {
            var services = typeof(MailboxAgent).Assembly.GetTypes().Where(type => type.IsClass && part.IsAssignableFrom(type)).ToArray();
            Assert.That(services, Has.Length.EqualTo(1), part.Name);
            Assert.That(services.SelectMany(service => service.GetInterfaces().Intersect(Parts)), Is.EqualTo(new[] { part }));
            Assert.That(services.Select(service => service.Namespace), Has.All.StartsWith(typeof(MailboxAgent).Namespace + "."), part.Name);
            Assert.That(scope.ServiceProvider.GetRequiredService(part), Is.InstanceOf(services[0]));
        }

        Assert.That(typeof(IEMailAgent).GetMethods().Concat(typeof(IWebEMailAgent).GetMethods()), Is.Empty, "an operation outside of the parts is no area's");
    }

    [Test]
    public async Task What_an_area_refuses_arrives_as_the_area_says_it()
    {
        var later = await RefusedAsync<EntityNotFoundException>(agent => agent.GetEMailAsync(4711, includeAttachments: false));
        var atOnce = await RefusedAsync<InvalidArgumentException>(agent => agent.AuthenticateIncomingAsync(null));

        Assert.That(later.Message, Is.EqualTo("There is no e-mail with id 4711."));
        Assert.That(atOnce.Parameters["argument"], Is.EqualTo("ConnectionInfo"));
    }

    private sealed class Asked(IServiceProvider services) : IServiceProvider
    {
        public List<Type> Types { get; } = [];

        public object? GetService(Type serviceType)
        {
            Types.Add(serviceType);
            return services.GetService(serviceType);
        }
    }
}

using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Soap.Hosting;

namespace Services83.EMail.Tests.Architecture;

/// <summary>An event id in the log belongs to one message: the ids are unique, and each namespace has a range of its own.</summary>
public sealed class EventIdTests
{
    /// <summary>By namespace; the innermost one is used. The table is also in docs/architecture.md.</summary>
    private static readonly Dictionary<string, Range> Ranges = new()
    {
        ["Services83.EMail.Soap"] = 100..199,
        ["Services83.EMail.Hosting"] = 200..299,
        ["Services83.EMail.Doors.Http"] = 200..299,
        ["Services83.EMail.Doors.Soap"] = 200..299,
        ["Services83.EMail.Storage"] = 300..399,
        ["Services83.EMail.Commands"] = 400..499,
        ["Services83.EMail.Identity"] = 1000..2999,
        ["Services83.EMail.Sync"] = 3000..3999,
        ["Services83.EMail.Mail"] = 4000..4099,
        ["Services83.EMail.Engines.Mailbox"] = 4100..4499,
        ["Services83.EMail.Connections"] = 4500..4999,
        ["Services83.EMail.Engines.Gateway"] = 5000..5999,
        ["Services83.EMail.Doors.Rest"] = 6000..6999,
        ["Services83.EMail.Background"] = 7000..7999,
        ["Services83.EMail.Sandbox"] = 8000..8999,
        ["Services83.EMail.Webhooks"] = 9000..9099,
        ["Services83.EMail.RecentCalls"] = 9100..9199,
        ["Services83.EMail.Doors.Dashboard"] = 9200..9299,
    };

    private static readonly (MethodInfo Method, int Id)[] Events =
    [
        .. from part in new[] { typeof(SoapEndpoint), typeof(ImapClient), typeof(SandboxImapServer), typeof(IEMailAgent) }
           from type in part.Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (method, message.EventId),
    ];

    [Test]
    public void No_two_messages_have_the_same_id()
    {
        var shared = Events.GroupBy(entry => entry.Id).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => Name(entry.Method)))}");

        Assert.That(shared, Is.Empty);
        Assert.That(Events, Has.Length.GreaterThan(40));
    }

    [Test]
    public void Each_id_is_in_the_range_of_its_room() =>
        Assert.That(Events.Where(entry => !IsInRange(entry.Method, entry.Id)).Select(entry => $"{entry.Id}: {Name(entry.Method)}"), Is.Empty);

    private static bool IsInRange(MethodInfo method, int id)
    {
        var room = Ranges.Keys.SingleOrDefault(room => $"{method.DeclaringType!.Namespace}.".StartsWith($"{room}.", StringComparison.Ordinal));
        return room is not null && id >= Ranges[room].Start.Value && id <= Ranges[room].End.Value;
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}

using System.Collections.Concurrent;
using System.Reflection;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>
/// Fills in <see cref="Carrier.TableRight"/> of every carrier in a reply, and <see cref="Carrier.FieldProperties"/> of a reply that is one
/// carrier. In a list, and in a nested carrier, the fields would make a reply many times longer, beyond the quotas of old clients (64 KiB
/// and 65,536 objects for a WCF proxy with default settings); there the rights of the row must be enough.
/// </summary>
internal sealed class RightsTeller(CallContext call)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Parts = new();

    /// <summary>Replaces all rights in the carriers, because clients send back the rights that they received.</summary>
    /// <param name="answer">Changed in place when it is a carrier, or a list of carriers.</param>
    public void Tell(object? answer)
    {
        switch (answer)
        {
            case Carrier carrier:
                var grant = TellRow(carrier, outer: null);
                carrier.FieldProperties = FieldRights.Of(carrier.GetType(), grant);
                break;
            case Carrier?[] carriers:
                TellAll(carriers, outer: null);
                break;
        }
    }

    private void TellAll(IEnumerable<Carrier?> carriers, Grant? outer)
    {
        foreach (var carrier in carriers.OfType<Carrier>())
        {
            TellRow(carrier, outer);
        }
    }

    /// <param name="carrier">The row.</param>
    /// <param name="outer">The rights on the row that it is a part of; null when it is not a part.</param>
    private Grant TellRow(Carrier carrier, Grant? outer)
    {
        var grant = Grants.Of(carrier, outer, call.Caller is { IsPrivileged: true });
        carrier.TableRight = new TableRight { Mask = grant.Mask, Reason = grant.Reason };
        carrier.FieldProperties = null;
        foreach (var part in Parts.GetOrAdd(carrier.GetType(), PartsOf))
        {
            TellAll(part.GetValue(carrier) switch { Carrier one => [one], Carrier?[] several => several, _ => [] }, grant);
        }

        return grant;
    }

    private static PropertyInfo[] PartsOf(Type type) =>
        [.. type.GetProperties().Where(property => (property.PropertyType.GetElementType() ?? property.PropertyType).IsSubclassOf(typeof(Carrier)))];
}

using System.Collections.Concurrent;
using System.Reflection;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>
/// Fills in <see cref="Carrier.TableRight"/> of every carrier of an answer, and <see cref="Carrier.FieldProperties"/> of an answer that is
/// one carrier. In a list, and inside of another carrier, the fields would make an answer many times as long, beyond the quotas of old
/// clients (64 KiB and 65,536 objects for a WCF proxy that was not configured); there the rights of the row have to do.
/// </summary>
internal sealed class RightsTeller(CallContext call)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Parts = new();

    /// <summary>Replaces whatever the carriers told of rights, as clients send back what they have got.</summary>
    /// <param name="answer">Is changed in place when it is a carrier, or a list of carriers.</param>
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
    /// <param name="outer">What may be done with the row that it is a part of; null when it is none.</param>
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

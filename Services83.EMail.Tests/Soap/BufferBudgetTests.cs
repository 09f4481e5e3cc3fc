using NUnit.Framework;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Tests.Soap;

/// <summary>How messages share the memory budget.</summary>
public sealed class BufferBudgetTests
{
    private readonly BufferBudget _budget = new(100);

    [Test]
    public void One_that_is_refused_leaves_what_it_had_to_those_that_go_on()
    {
        using var first = new BudgetClaim(_budget);
        using var second = new BudgetClaim(_budget);
        first.Take(50);
        second.Take(50);

        Assert.That(() => first.Take(50), Throws.TypeOf<FaultException>());
        second.Take(50);

        Assert.That((first.Taken, second.Taken), Is.EqualTo((0L, 100L)));
    }

    [Test]
    public void Who_sends_several_has_half_for_them([Values] bool knownLater)
    {
        using var first = new BudgetClaim(_budget) { Payer = knownLater ? null : "ann" };
        using var second = new BudgetClaim(_budget) { Payer = "ann" };
        using var other = new BudgetClaim(_budget) { Payer = "bob" };
        first.Take(40);
        first.Payer = "ann";

        Assert.That(() => second.Take(20), Throws.TypeOf<FaultException>());
        other.Take(60);

        Assert.That(other.Taken, Is.EqualTo(60));
    }

    [Test]
    public void One_message_may_need_all()
    {
        using var claim = new BudgetClaim(_budget) { Payer = "ann" };
        claim.Take(60);
        claim.Take(40);

        Assert.That(claim.Taken, Is.EqualTo(100));
        Assert.That(() => claim.Take(1), Throws.TypeOf<FaultException>().With.Property("StatusCode").EqualTo(413));
    }

    [Test]
    public void What_is_over_is_there_again()
    {
        foreach (var payer in new[] { "ann", "ann", null, "bob" })
        {
            using var refused = new BudgetClaim(_budget) { Payer = payer };
            using (var claim = new BudgetClaim(_budget) { Payer = payer })
            {
                claim.Take(100);
                Assert.That(() => refused.Take(1), Throws.TypeOf<FaultException>());
            }

            refused.Take(100);
        }
    }
}

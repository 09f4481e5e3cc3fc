namespace Services83.EMail.Mail.Calendars.Recurrence;

/// <summary>The occurrences of a rule in ascending order, as local times.</summary>
internal static class RuleExpansion
{
    /// <summary>A rule may have no occurrence for ever (30 February), or one in many thousand steps.</summary>
    private const int MaxPeriods = 100_000;

    /// <param name="rule">The rule; its <see cref="RecurrenceRule.Until"/> is not regarded here.</param>
    /// <param name="start">The first time that may occur, to whole seconds.</param>
    public static IEnumerable<DateTime> Expand(RecurrenceRule rule, DateTime start)
    {
        var periods = new RulePeriods(rule, start);
        var days = new DayFilter(rule, start);
        var times = new RuleTimes(rule, start);
        var left = rule.Count ?? int.MaxValue;
        DateTime? next = periods.First;
        for (var i = 0; i < MaxPeriods && next is { } period && left > 0; i++)
        {
            var isDayAccepted = rule.Frequency < RecurrenceFrequency.Hourly || days.Accepts(period.Date);
            if (isDayAccepted)
            {
                foreach (var occurrence in InPeriod(rule, [.. periods.DaysOf(period).Where(days.Accepts)], times.Of(period), start).Take(left))
                {
                    left--;
                    yield return occurrence;
                }
            }

            next = period.Date == DateTime.MaxValue.Date ? null
                : periods.Next(period, isDayAccepted ? times.NothingBefore(period) : period.Date.AddDays(1));
        }
    }

    private static IEnumerable<DateTime> InPeriod(RecurrenceRule rule, DateTime[] days, TimeSpan[] times, DateTime start)
    {
        if (rule.BySetPosition.Count == 0)
        {
            return from day in days
                   where day >= start.Date
                   from time in times
                   where day + time >= start
                   select day + time;
        }

        var count = (long)days.Length * times.Length;
        return rule.BySetPosition.Select(position => position > 0 ? position - 1 : count + position)
            .Where(index => index >= 0 && index < count)
            .Distinct()
            .Order()
            .Select(index => days[index / times.Length] + times[index % times.Length])
            .Where(occurrence => occurrence >= start);
    }
}

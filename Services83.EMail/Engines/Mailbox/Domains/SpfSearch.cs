namespace Services83.EMail.Engines.Mailbox.Domains;

/// <summary>Looks for terms in the SPF record of a domain and in the records that it includes.</summary>
/// <param name="textsOf">Returns the texts of a name in DNS.</param>
internal sealed class SpfSearch(Func<string, Task<IReadOnlyList<string>>> textsOf)
{
    /// <summary>Most records that a receiver looks up for one message (RFC 7208, section 4.6.4), besides the first.</summary>
    private const int MaxReferences = 10;

    /// <summary>Whether the domain has a record, and each of the terms is in it or in one that it includes.</summary>
    public async Task<bool> ContainsAsync(string domain, IReadOnlyCollection<SpfTerm> wanted)
    {
        var missing = wanted.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal) { domain };
        var waiting = new Queue<string>(seen);
        var hasRecord = false;
        while (waiting.TryDequeue(out var name))
        {
            var terms = await RecordOfAsync(name);
            hasRecord |= terms is not null;
            if (!hasRecord)
            {
                return false;
            }

            missing.RemoveAll(term => terms?.Exists(one => one.Passes && one.Covers(term)) == true);
            if (missing.Count == 0)
            {
                return true;
            }

            foreach (var reference in References(terms ?? []).Where(reference => seen.Count <= MaxReferences && seen.Add(reference)))
            {
                waiting.Enqueue(reference);
            }
        }

        return false;
    }

    /// <summary>A redirect counts only in a record without <c>all</c> (section 6.1).</summary>
    private static IEnumerable<string> References(List<SpfTerm> terms) => terms
        .Where(term => term.IsReference && (term.Name == "include" || !terms.Exists(other => other.Name == "all")))
        .Select(term => term.Value);

    /// <summary>Null for a domain without a record, or with several, or with one that cannot be read: receivers ignore these.</summary>
    private async Task<List<SpfTerm>?> RecordOfAsync(string domain)
    {
        var records = (await textsOf(domain)).Where(SpfTerm.IsRecord).Take(2).ToArray();
        try
        {
            return records is [var record] ? [.. SpfTerm.ReadAll(record, domain)] : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

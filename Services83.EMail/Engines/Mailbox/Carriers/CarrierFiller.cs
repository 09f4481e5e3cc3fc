using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Fills in what the customer database knows of a message: whose its addresses are and what it is tied to.</summary>
internal sealed class CarrierFiller(CallContext call, AddressLookup addresses, MessageTieStore ties, TimeProvider time)
{
    /// <summary>Of a cached message, and of the one that it answers.</summary>
    /// <param name="entity">Is changed in place.</param>
    /// <param name="answeredItemId">Key of the cached message that it answers; null without one.</param>
    public async Task FillAsync(EMailEntity entity, int? answeredItemId)
    {
        await addresses.FillAsync(entity, call.Aborted);
        var found = await ReadAsync(answeredItemId is { } id ? [entity.EmailItemId, id] : [entity.EmailItemId]);
        entity.EMailSOInfo = Carrier(found.GetValueOrDefault(entity.EmailItemId));
        if (entity.InReplyTo is not null && answeredItemId is { } answered)
        {
            entity.InReplyTo.EMailSOInfo = Carrier(found.GetValueOrDefault(answered));
        }
    }

    /// <summary>Of a message that is not cached: whose its addresses are.</summary>
    /// <returns>The same message.</returns>
    public async Task<EMailEntity> FillAddressesAsync(EMailEntity entity)
    {
        await addresses.FillAsync(entity, call.Aborted);
        return entity;
    }

    /// <summary>Of the envelopes of messages: whose their addresses are.</summary>
    public Task FillAddressesAsync(IEnumerable<EMailEnvelope> envelopes) =>
        addresses.FillAsync([.. envelopes.SelectMany(one => (EMailAddress?[])[one.From, .. one.To ?? []])], call.Aborted);

    /// <summary>Of the envelopes of cached messages, each with the key of its message.</summary>
    public async Task FillAsync(IReadOnlyCollection<(int ItemId, EMailEnvelope Envelope)> envelopes)
    {
        await FillAddressesAsync(envelopes.Select(one => one.Envelope));
        var found = await ReadAsync([.. envelopes.Select(one => one.ItemId)]);
        foreach (var (itemId, envelope) in envelopes)
        {
            envelope.EMailSOInfo = Carrier(found.GetValueOrDefault(itemId));
        }
    }

    /// <summary>What a cached message is tied to; an empty carrier when to nothing.</summary>
    public async Task<EMailSOInfo> TieAsync(int itemId) => Carrier((await ReadAsync([itemId])).GetValueOrDefault(itemId));

    /// <summary>
    /// Keeps what the caller says that a cached message is tied to. A carrier that is nil or empty, or says what is known, changes nothing.
    /// </summary>
    public async Task KeepTieAsync(int itemId, EMailSOInfo? given)
    {
        if (Said(itemId, given) is { } tie && !Says(await TieAsync(itemId), given!))
        {
            await ties.SaveAsync(tie, call.Aborted);
        }
    }

    /// <summary>What the caller says that a message is tied to; null for a carrier that is nil or empty.</summary>
    /// <param name="itemId">Key of the message; 0 when it has none yet.</param>
    /// <param name="given">The carrier.</param>
    public MessageTie? Said(int itemId, EMailSOInfo? given)
    {
        if (given is null or { DocumentId: 0, AppointmentId: 0, ProjectId: 0, SaleId: 0, Archived: false })
        {
            return null;
        }

        var caller = call.RequireCaller();
        var archivedAt = given.ArchivedAt.Year > 1 ? Moment(given.ArchivedAt) : time.GetUtcNow();
        return new MessageTie
        {
            ItemId = itemId,
            DocumentId = given.DocumentId,
            AppointmentId = given.AppointmentId,
            ProjectId = given.ProjectId,
            SaleId = given.SaleId,
            ArchivedAt = given.Archived ? archivedAt : null,
            ArchivedBy = !given.Archived ? 0 : given.ArchivedBy != 0 && caller.MayActFor(given.ArchivedBy) ? given.ArchivedBy : caller.AssociateId,
        };
    }

    private static bool Says(EMailSOInfo known, EMailSOInfo given) =>
        (known.DocumentId, known.AppointmentId, known.ProjectId, known.SaleId, known.Archived)
        == (given.DocumentId, given.AppointmentId, given.ProjectId, given.SaleId, given.Archived);

    /// <summary>A moment without a zone is UTC, like those that are told.</summary>
    private static DateTimeOffset Moment(DateTime given) =>
        new(given.Kind == DateTimeKind.Local ? given.ToUniversalTime() : DateTime.SpecifyKind(given, DateTimeKind.Utc));

    private Task<IReadOnlyDictionary<int, MessageTie>> ReadAsync(IReadOnlyCollection<int> itemIds)
    {
        return ties.ReadAsync(itemIds, call.RequireCaller().Scope, call.Aborted);
    }

    private static EMailSOInfo Carrier(MessageTie? tie) => tie is null ? EMailDefaults.SOInfo() : new EMailSOInfo
    {
        DocumentId = tie.DocumentId,
        AppointmentId = tie.AppointmentId,
        ProjectId = tie.ProjectId,
        SaleId = tie.SaleId,
        Archived = tie.DocumentId != 0 || tie.ArchivedAt is not null,
        ArchivedAt = tie.ArchivedAt?.UtcDateTime ?? default,
        ArchivedBy = tie.ArchivedBy,
        ArchivedDisplayName = tie.ArchivedByName,
    };
}

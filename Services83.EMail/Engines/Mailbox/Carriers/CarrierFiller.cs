using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Fills in the customer data of a message: the owners of its addresses, and its ties.</summary>
internal sealed class CarrierFiller(CallContext call, AddressLookup addresses, MessageTieStore ties, TimeProvider time)
{
    /// <summary>For a cached message, and for the one that it answers.</summary>
    /// <param name="entity">Changed in place.</param>
    /// <param name="answeredItemId">Key of the cached message that it answers; null when there is none.</param>
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

    /// <summary>For a message that is not cached: the owners of its addresses.</summary>
    /// <returns>The same message.</returns>
    public async Task<EMailEntity> FillAddressesAsync(EMailEntity entity)
    {
        await addresses.FillAsync(entity, call.Aborted);
        return entity;
    }

    /// <summary>For the envelopes of messages: the owners of their addresses.</summary>
    public Task FillAddressesAsync(IEnumerable<EMailEnvelope> envelopes) =>
        addresses.FillAsync([.. envelopes.SelectMany(one => (EMailAddress?[])[one.From, .. one.To ?? []])], call.Aborted);

    /// <summary>For the envelopes of cached messages, each with the key of its message.</summary>
    public async Task FillAsync(IReadOnlyCollection<(int ItemId, EMailEnvelope Envelope)> envelopes)
    {
        await FillAddressesAsync(envelopes.Select(one => one.Envelope));
        var found = await ReadAsync([.. envelopes.Select(one => one.ItemId)]);
        foreach (var (itemId, envelope) in envelopes)
        {
            envelope.EMailSOInfo = Carrier(found.GetValueOrDefault(itemId));
        }
    }

    /// <summary>The ties of a cached message; an empty carrier when there are none.</summary>
    public async Task<EMailSOInfo> TieAsync(int itemId) => Carrier((await ReadAsync([itemId])).GetValueOrDefault(itemId));

    /// <summary>
    /// Stores the ties that the caller gives for a cached message. A carrier that is nil, empty or the same as the stored one changes
    /// nothing.
    /// </summary>
    public async Task KeepTieAsync(int itemId, EMailSOInfo? given)
    {
        if (Said(itemId, given) is { } tie && !Says(await TieAsync(itemId), given!))
        {
            await ties.SaveAsync(tie, call.Aborted);
        }
    }

    /// <summary>The ties that the caller gives for a message; null for a carrier that is nil or empty.</summary>
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

    /// <summary>A time without a zone is UTC, like those in replies.</summary>
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

using Services83.EMail.AddressBook;

namespace Services83.EMail.Identity;

/// <summary>The associates of this program: callers see themselves, privileged ones everybody.</summary>
internal sealed class AssociateLookup(CallContext call, AssociateStore associates, AddressLookup addresses) : IAssociateLookup
{
    public async Task<Associate> GetAsync(int associateId)
    {
        var found = call.RequireCaller().MayActFor(associateId) ? await associates.FindByIdAsync(associateId, call.Aborted) : null;
        return found is null
            ? throw new EntityNotFoundException($"There is no associate {associateId} that you may see.", "associateId", $"{associateId}")
            : await DescribeAsync(found);
    }

    /// <summary>The data that are known here: there are no groups and no customer service, so those keys are 0.</summary>
    private async Task<Associate> DescribeAsync(StoredAssociate associate) => new()
    {
        AssociateId = associate.AssociateId,
        Name = associate.LoginName,
        PersonId = (await addresses.FindAsync(associate.EmailAddress, call.Aborted)).FirstOrDefault(found => found.PersonId != 0)?.PersonId ?? 0,
        Tooltip = "",
        Type = associate.UserType,
        FullName = associate.FullName,
        FormalName = associate.FullName,
        Deleted = associate.Disabled,
    };
}

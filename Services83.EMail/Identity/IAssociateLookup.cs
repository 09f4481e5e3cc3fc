namespace Services83.EMail.Identity;

/// <summary>Looks up users of the installation.</summary>
public interface IAssociateLookup
{
    /// <exception cref="EntityNotFoundException">There is no such associate, or the caller may not see it.</exception>
    Task<Associate> GetAsync(int associateId);
}

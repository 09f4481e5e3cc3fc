using System.Collections.Frozen;
using Services83.EMail.Soap.Description;

namespace Services83.EMail.WebApi;

/// <summary>
/// The operations of <see cref="IWebEMailAgent"/> as the vendor's web API offers them (its published description of the EMail agent, and its reference pages). All take
/// their parameters as properties of one object, except for a few that take the key of an entity or a whole entity.
/// </summary>
public static class RestOperations
{
    /// <summary>Path of the agent; an operation's name follows.</summary>
    public const string Path = "/api/v1/Agents/EMail/";

    private static readonly FrozenDictionary<string, RestPlace> Exceptions = new Dictionary<string, RestPlace>
    {
        [nameof(IEMailAgent.GetEMailAccountAsync)] = RestPlace.Query,
        [nameof(IEMailAgent.GetEMailSOInfoAsync)] = RestPlace.Query,
        [nameof(IEMailAgent.DeleteEMailAccountAsync)] = RestPlace.Query,
        [nameof(IEMailAgent.SaveEMailAccountAsync)] = RestPlace.Body,
    }.ToFrozenDictionary();

    /// <summary>All, sorted by name.</summary>
    public static IReadOnlyList<RestOperation> All { get; } =
    [
        .. ContractMethod.Of(typeof(IWebEMailAgent))
            .Select(method => new RestOperation(method, Exceptions.GetValueOrDefault(method.Method.Name, RestPlace.Property))),
    ];

    private static readonly FrozenDictionary<string, RestOperation> ByName =
        All.ToFrozenDictionary(operation => operation.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The operation with that name in any letter case; null when there is none.</summary>
    public static RestOperation? Find(string name) => ByName.GetValueOrDefault(name);
}

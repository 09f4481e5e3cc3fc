namespace Services83.EMail.Mail.Imap.Protocol;

internal enum ResponseStatus
{
    Ok,
    No,
    Bad,
    Bye,
    PreAuth,
}

/// <summary>The code in brackets after a status: the name in upper case, its arguments as sent.</summary>
internal sealed record ResponseCode(string Name, string Arguments);

/// <summary>One response of the server (RFC 3501, section 7).</summary>
internal abstract record Response;

/// <summary>The end of a command.</summary>
internal sealed record TaggedResponse(string Tag, ResponseStatus Status, ResponseCode? Code, string Text) : Response;

/// <summary>The server waits for the rest of a command.</summary>
internal sealed record ContinuationResponse(string Text) : Response;

/// <summary>OK, NO, BAD, BYE or PREAUTH without a tag.</summary>
internal sealed record StatusResponse(ResponseStatus Status, ResponseCode? Code, string Text) : Response;

internal sealed record CapabilityResponse(IReadOnlyList<string> Names) : Response;

internal sealed record EnabledResponse(IReadOnlyList<string> Names) : Response;

internal sealed record FlagsResponse(IReadOnlyList<string> Flags) : Response;

internal sealed record ListResponse(IReadOnlyList<string> Attributes, char? Delimiter, byte[] WireName, bool IsLsub) : Response;

internal sealed record StatusDataResponse(byte[] WireName, IReadOnlyDictionary<string, ulong> Items) : Response;

internal sealed record SearchResponse(UidSet Uids) : Response;

internal sealed record ExistsResponse(uint Count) : Response;

internal sealed record ExpungeResponse(uint SequenceNumber) : Response;

internal sealed record VanishedResponse(bool Earlier, UidSet Uids) : Response;

internal sealed record FetchDataResponse(FetchResponse Data) : Response;

/// <summary>A response that this library does not use. RFC 3501 lets servers send any response at any time.</summary>
internal sealed record UnknownResponse(string Keyword) : Response;

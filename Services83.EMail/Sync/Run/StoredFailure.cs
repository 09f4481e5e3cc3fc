using System.Text.Json;
using System.Text.Json.Serialization;
using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync.Run;

/// <summary>The failure of a run as JSON, for callers that wait in another process. They get the same error as callers in the process of the run.</summary>
internal static class StoredFailure
{
    private enum Kind
    {
        Other,
        MailServer,
        NotFound,
        Throttled,
        Storage,
    }

    /// <summary>Null for no failure. The text of an unexpected exception is not stored, because nobody knows what it holds.</summary>
    public static string? Write(Exception? failure) => failure is null ? null : JsonSerializer.Serialize(failure switch
    {
        MailServerException error => new Stored(Kind.MailServer, error.Message)
        {
            Name = error.Parameters["server"],
            IsTransient = error.IsTransient,
            IsForbidden = error.IsForbidden,
        },
        EntityNotFoundException error => new Stored(Kind.NotFound, error.Message)
        {
            Name = error.Parameters.First().Key,
            Value = error.Parameters.First().Value,
        },
        ThrottledException error => new Stored(Kind.Throttled, error.Message) { RetryAfter = error.RetryAfter },
        StorageException error => new Stored(Kind.Storage, error.Summary) { IsTransient = error.IsTransient },
        _ => new Stored(Kind.Other, Reasons.Of(failure)),
    });

    public static Exception? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Stored>(json)! switch
    {
        { Kind: Kind.MailServer } stored => new MailServerException(stored.Name, stored.Message, stored.IsTransient) { IsForbidden = stored.IsForbidden },
        { Kind: Kind.NotFound } stored => new EntityNotFoundException(stored.Message, stored.Name, stored.Value),
        { Kind: Kind.Throttled } stored => new ThrottledException(stored.Message) { RetryAfter = stored.RetryAfter },
        { Kind: Kind.Storage } stored => new StorageException(stored.Message, stored.IsTransient) { Summary = stored.Message },
        var stored => new InvalidOperationException(stored.Message),
    };

    private sealed record Stored([property: JsonConverter(typeof(JsonStringEnumConverter<Kind>))] Kind Kind, string Message)
    {
        public string Name { get; init; } = "";

        public string Value { get; init; } = "";

        public bool IsTransient { get; init; }

        public bool IsForbidden { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}

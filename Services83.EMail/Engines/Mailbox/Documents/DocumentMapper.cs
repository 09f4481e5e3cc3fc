using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Engines.Mailbox.Documents;

/// <summary>Turns a row of the archive into the carrier of the contract. Missing texts and lists are empty, not null.</summary>
internal static class DocumentMapper
{
    public static DocumentEntity Entity(StoredDocument document) => new()
    {
        DocumentId = document.DocumentId,
        Header = document.Title,
        Name = "",
        Description = "",
        Attention = "",
        OurRef = "",
        YourRef = "",
        ExternalRef = "",
        CreatedDate = document.CreatedAt.UtcDateTime,
        Date = document.CreatedAt.UtcDateTime,
        CreatedBy = Owner(document),
        Associate = Owner(document),
        Type = AppointmentType.Document,
        Completed = ActivityStatus.Completed,
        IsPublished = false,
        Links = [],
        VisibleFor = [],
        UserDefinedFields = [],
        ExtraFields = [],
    };

    private static Associate Owner(StoredDocument document) => new()
    {
        AssociateId = document.AssociateId,
        Name = document.LoginName,
        FullName = document.FullName,
        FormalName = document.FullName,
        Tooltip = "",
    };
}

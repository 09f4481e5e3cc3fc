namespace Services83;

/// <summary>
/// The e-mail agent of the vendor's web API: the 76 operations of <see cref="IEMailAgent"/>, and the 34 that are newer than the SOAP
/// service, in parts, one for each area. Each engine implements it; the SOAP door knows only <see cref="IEMailAgent"/>.
/// </summary>
/// <remarks>
/// <para>
/// Everything said about the operations of <see cref="IEMailAgent"/> is true of these as well. In addition, a <em>server identifier</em>
/// names a message in a folder of a server as text: <c>UIDVALIDITY:UID</c> (RFC 9051, section 2.3.1.1), as
/// <see cref="EMailEntity.ServerIdentifier"/> has it. Only the UID is accepted too, and then the UIDVALIDITY is not checked; and an id of
/// <see cref="IServerIdentifierOperations.GetExtendedEmailMessageIdsAsync"/>, whose Message-ID is ignored. An identifier with a UIDVALIDITY
/// names no message, instead of a different one, when the server has renumbered the folder.
/// </para>
/// <para>Source: the vendor's published description of the EMail agent (Swagger), which has a sentence or two for each operation.</para>
/// </remarks>
public interface IWebEMailAgent
    : IEMailAgent, IWebMessageOperations, IWebDocumentOperations, IServerIdentifierOperations, IWebPeopleOperations, IMailDomainOperations,
    IMailAppointmentOperations;

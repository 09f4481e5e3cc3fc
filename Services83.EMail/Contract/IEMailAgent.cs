using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>
/// The e-mail agent: the 76 operations of the published <c>Services83/EMail.svc</c>, in parts, one for each area. Both doors
/// call it. <see cref="IWebEMailAgent"/> adds the newer operations of the web API, and each engine implements that.
/// </summary>
/// <remarks>
/// <para>
/// Three kinds of number name things. A <em>UID</em> (<c>MessageServerId</c>, <c>ServerId</c>) is a message's IMAP UID and means
/// something only together with a server and a folder: the operations on servers that callers name take it. A <em>key</em> of a
/// message (<c>EmailItemId</c>, <c>MailItemId</c>, <c>Ids</c>) is the database's own and survives moves and restarts. So does the key
/// of a folder (<c>FolderId</c>).
/// </para>
/// <para>
/// Any argument of a reference type may be null, because any element may be missing on the wire; an array that is null counts as
/// empty unless it says otherwise. Returned arrays are never null. Sizes are in bytes. Times are in UTC; the year 1 means that there is no
/// time.
/// </para>
/// <para>
/// Every operation can throw <see cref="NotAuthenticatedException"/> if the caller has not logged in, <see cref="EntityNotFoundException"/>
/// for an id that does not exist or belongs to another associate, <see cref="InvalidArgumentException"/> for an argument that is missing or
/// out of range, and, if it uses a mail server, <see cref="MailServerException"/>. The operations document only further exceptions.
/// </para>
/// <para>Source: the published EMail.wsdl and the vendor's reference pages, one for each operation under its name.</para>
/// </remarks>
[ServiceContract(Name = "EMail", Namespace = ServiceNamespace.Services83)]
[MessageHeaders(Request = typeof(EMailRequestHeaders), Response = typeof(ResponseHeaders))]
public interface IEMailAgent
    : IDefaultOperations, IAccountOperations, ICurrentAccountOperations, ISyncOperations,
    IFolderOperations, IMessageOperations, IChangeOperations, IDraftOperations,
    ISendingOperations, IForwardOperations, IDocumentOperations, IPeopleOperations,
    IServerLoginOperations, IServerFolderOperations, IServerRefreshOperations, IServerMessageOperations,
    IServerChangeOperations, IServerSaveOperations, IServerSendingOperations, IRawMessageOperations;

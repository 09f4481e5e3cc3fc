using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>
/// The e-mail agent: the 76 operations of the published <c>Services83/EMail.svc</c>, split by area over the files beside this one.
/// Both doors call it and each engine implements it.
/// </summary>
/// <remarks>
/// <para>
/// Three kinds of id run through the operations. A <em>server id</em> is a message's IMAP UID and means something only together
/// with a connection and a folder. An <em>e-mail item id</em> is our own key of a cached message and survives moves and
/// restarts. A <em>folder id</em> is our own key of a cached folder.
/// </para>
/// <para>
/// Any reference-type argument may be null, because any element may be missing on the wire. Whatever the caller is meant to see
/// goes wrong as an <see cref="AgentException"/>: <see cref="NotAuthenticatedException"/> from every operation when the ticket is
/// not valid, <see cref="AccessDeniedException"/> when what is asked for belongs to another associate,
/// <see cref="InvalidArgumentException"/> when a needed argument is missing, and <see cref="MailServerException"/> from whatever
/// talks to a mail server. The operations mention only what goes beyond that.
/// </para>
/// <para>Times are read and written without conversion; a message's times are in UTC. Sizes are in bytes.</para>
/// </remarks>
[ServiceContract(Name = "EMail", Namespace = ServiceNamespace.Services83)]
[MessageHeaders(Request = typeof(EMailRequestHeaders), Response = typeof(ResponseHeaders))]
public partial interface IEMailAgent;

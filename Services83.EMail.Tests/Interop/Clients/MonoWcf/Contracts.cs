// The service contracts as .NET's svcutil writes them for this WSDL: message contracts that carry the header blocks. Mono's svcutil
// knows no header blocks; the types in the bodies are those that it generated.
extern alias email;
extern alias principal;
using System.Runtime.Serialization;
using System.ServiceModel;
using EMailEntity = email::www.superoffice.net.ws.crm.NetServer.Services83.EMailEntity;
using SyncUserAccount = email::www.superoffice.net.ws.crm.NetServer.Services83.SyncUserAccount;
using PrincipalCredentials = principal::www.superoffice.net.ws.crm.NetServer.Services83.SoCredentials;
using SoPrincipalCarrier = principal::www.superoffice.net.ws.crm.NetServer.Services83.SoPrincipalCarrier;

public static class Services83
{
    public const string Namespace = "http://www.superoffice.net/ws/crm/NetServer/Services83";
}

[ServiceContract(Namespace = Services83.Namespace, Name = "SoPrincipal")]
public interface ISoPrincipal
{
    [OperationContract(Action = Services83.Namespace + "/SoPrincipal/AuthenticateUsernamePassword", ReplyAction = "*")]
    AuthenticateResponse AuthenticateUsernamePassword(AuthenticateUsernamePasswordRequest request);
}

[ServiceContract(Namespace = Services83.Namespace, Name = "EMail")]
public interface IEMail
{
    [OperationContract(Action = Services83.Namespace + "/EMail/SyncEmailAccounts", ReplyAction = "*")]
    SyncEmailAccountsResponse SyncEmailAccounts(SyncEmailAccountsRequest request);

    [OperationContract(Action = Services83.Namespace + "/EMail/SyncEmailAccount", ReplyAction = "*")]
    SyncEmailAccountResponse SyncEmailAccount(SyncEmailAccountRequest request);

    [OperationContract(Action = Services83.Namespace + "/EMail/GetReadySyncEmailAccounts", ReplyAction = "*")]
    GetReadySyncEmailAccountsResponse GetReadySyncEmailAccounts(GetReadySyncEmailAccountsRequest request);

    [OperationContract(Action = Services83.Namespace + "/EMail/CreateDefaultEMailEntity", ReplyAction = "*")]
    CreateDefaultEMailEntityResponse CreateDefaultEMailEntity(CreateDefaultEMailEntityRequest request);
}

[DataContract(Namespace = Services83.Namespace)]
public class SoCredentials
{
    [DataMember] public string Ticket;
}

[DataContract(Namespace = Services83.Namespace)]
public class SoExceptionInfo
{
    [DataMember(Order = 0)] public string Message;
    [DataMember(Order = 1)] public string StackTrace;
    [DataMember(Order = 2)] public string FriendlyText;
    [DataMember(Order = 3)] public string ExceptionType;
}

public abstract class Request
{
    [MessageHeader(Namespace = Services83.Namespace)] public string ApplicationToken;
    [MessageHeader(Namespace = Services83.Namespace)] public SoCredentials Credentials;
}

public abstract class Reply
{
    [MessageHeader(Namespace = Services83.Namespace)] public SoExceptionInfo ExceptionInfo;
    [MessageHeader(Namespace = Services83.Namespace)] public bool Succeeded;
}

[MessageContract(WrapperName = "AuthenticateUsernamePassword", WrapperNamespace = Services83.Namespace)]
public class AuthenticateUsernamePasswordRequest
{
    [MessageHeader(Namespace = Services83.Namespace)] public string ApplicationToken;
    [MessageBodyMember(Namespace = Services83.Namespace, Order = 0)] public string UserName;
    [MessageBodyMember(Namespace = Services83.Namespace, Order = 1)] public string Password;
}

[MessageContract(WrapperName = "AuthenticateResponse", WrapperNamespace = Services83.Namespace)]
public class AuthenticateResponse : Reply
{
    [MessageBodyMember(Namespace = Services83.Namespace, Order = 0)] public SoPrincipalCarrier Response;
    [MessageBodyMember(Namespace = Services83.Namespace, Order = 1)] public PrincipalCredentials Credentials;
    [MessageBodyMember(Namespace = Services83.Namespace, Order = 2)] public bool AuthenticationSucceeded;
}

[MessageContract(WrapperName = "SyncEmailAccounts", WrapperNamespace = Services83.Namespace)]
public class SyncEmailAccountsRequest : Request
{
    [MessageBodyMember(Namespace = Services83.Namespace)] public SyncUserAccount[] SyncUserAccounts;
}

[MessageContract(WrapperName = "SyncEmailAccountsResponse", WrapperNamespace = Services83.Namespace)]
public class SyncEmailAccountsResponse : Reply
{
}

[MessageContract(WrapperName = "SyncEmailAccount", WrapperNamespace = Services83.Namespace)]
public class SyncEmailAccountRequest : Request
{
    [MessageBodyMember(Namespace = Services83.Namespace)] public SyncUserAccount SyncUserAccount;
}

[MessageContract(WrapperName = "SyncEmailAccountResponse", WrapperNamespace = Services83.Namespace)]
public class SyncEmailAccountResponse : Reply
{
}

[MessageContract(WrapperName = "GetReadySyncEmailAccounts", WrapperNamespace = Services83.Namespace)]
public class GetReadySyncEmailAccountsRequest : Request
{
}

[MessageContract(WrapperName = "GetReadySyncEmailAccountsResponse", WrapperNamespace = Services83.Namespace)]
public class GetReadySyncEmailAccountsResponse : Reply
{
    [MessageBodyMember(Namespace = Services83.Namespace)] public SyncUserAccount[] Response;
}

[MessageContract(WrapperName = "CreateDefaultEMailEntity", WrapperNamespace = Services83.Namespace)]
public class CreateDefaultEMailEntityRequest : Request
{
}

[MessageContract(WrapperName = "CreateDefaultEMailEntityResponse", WrapperNamespace = Services83.Namespace)]
public class CreateDefaultEMailEntityResponse : Reply
{
    [MessageBodyMember(Namespace = Services83.Namespace)] public EMailEntity Response;
}

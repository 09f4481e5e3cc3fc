using Services83.EMail.Soap.ServiceModel;

namespace Services83;

[ServiceContract(Name = "SoPrincipal", Namespace = ServiceNamespace.Services83)]
[MessageHeaders(Request = typeof(SoPrincipalRequestHeaders), Response = typeof(ResponseHeaders))]
public interface ISoPrincipal
{
    [OperationContract]
    [return: MessageParameter(Name = "SystemInfo")]
    Task<SoSystemInfoCarrier> GetSystemInfoAsync();

    [OperationContract]
    Task<AuthenticateResponse> AuthenticateImplicitAsync();

    [OperationContract]
    Task<AuthenticateResponse> AuthenticateUsernamePasswordAsync(
        [MessageParameter(Name = "UserName")] string? userName,
        [MessageParameter(Name = "Password")] string? password);

    [OperationContract]
    Task<AuthenticateResponse> AuthenticateGenericAsync(
        [MessageParameter(Name = "AuthenticationData")] AuthenticationGenericData? authenticationData);
}

using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Hosting;

namespace Services83.EMail.Soap;

/// <summary>Hosts service contracts in ASP.NET Core.</summary>
public static class SoapEndpointExtensions
{
    /// <summary>Registers the services that endpoints need. Implementations and inspectors are registered by the host.</summary>
    public static IServiceCollection AddSoap(this IServiceCollection services) => services.AddRouting();

    /// <summary>
    /// Offers a contract at the addresses of the options. The implementation, registered as <typeparamref name="TContract"/>, is
    /// resolved from the request's scope for each call.
    /// </summary>
    /// <exception cref="NotSupportedException">The contract cannot be read and written.</exception>
    /// <exception cref="InvalidOperationException">A setting is out of its range.</exception>
    public static IEndpointConventionBuilder MapSoapService<TContract>(this IEndpointRouteBuilder endpoints, SoapServiceOptions options)
        where TContract : class => endpoints.MapSoapService(ContractDescription.Of<TContract>(), options);

    /// <summary>Offers a contract that the host has read before. The implementation is registered as its interface.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of its range.</exception>
    public static IEndpointConventionBuilder MapSoapService(
        this IEndpointRouteBuilder endpoints, ContractDescription contract, SoapServiceOptions options)
    {
        options.Validate();
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<SoapEndpoint>();
        var endpoint = new SoapEndpoint(contract, options, logger);
        var group = endpoints.MapGroup("");
        foreach (var address in options.Addresses)
        {
            group.Map(address, endpoint.HandleAsync).WithDisplayName($"SOAP {endpoint.Contract.Name} at {address}");
        }

        return group;
    }
}

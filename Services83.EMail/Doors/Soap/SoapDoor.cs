using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Messaging;

namespace Services83.EMail.Doors.Soap;

/// <summary>Settings under <c>Soap</c>.</summary>
public sealed class SoapDoorOptions
{
    public const string Section = "Soap";

    private const int StrangersElements = 1000;

    /// <summary>
    /// Address under which clients reach this server, up to and without <c>/Services83</c>, such as <c>https://crm.example.com</c>;
    /// the WSDL names it. When not given, the address of each request.
    /// </summary>
    [Url(ErrorMessage = "{0} must be an address such as https://crm.example.com.")]
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// Whole address of <c>EMail.svc</c> in the WSDL, for clients that use another path, such as
    /// <c>https://crm.example.com/legacy/ws/EMail.svc</c>; a proxy must map it to a path of this server. When not given, it is derived from
    /// <see cref="PublicUrl"/>.
    /// </summary>
    [Url(ErrorMessage = "{0} must be an address such as https://crm.example.com/legacy/ws/EMail.svc.")]
    public Uri? PublicEMailUrl { get; set; }

    /// <summary>The same for <c>SoPrincipal.svc</c>.</summary>
    [Url(ErrorMessage = "{0} must be an address such as https://crm.example.com/legacy/ws/SoPrincipal.svc.")]
    public Uri? PublicSoPrincipalUrl { get; set; }

    /// <summary>Largest request in bytes after decompression, 1 KiB to 2 GiB. Default 96 MiB.</summary>
    [Range(1024, int.MaxValue)]
    public long MaxMessageBytes { get; set; } = new SoapLimits().MaxMessageBytes;

    /// <summary>
    /// Memory in bytes for all requests that each service holds at a time, up to 1 TiB; never less than one message of the largest size
    /// needs. Default: an eighth of the memory that the process may use, 96 to 256 MiB. Elements after the first 256 of a request count as
    /// 512 bytes each. The objects made from long texts may take up to four times as much memory in addition.
    /// </summary>
    [Range(1024, 1L << 40)]
    public long MaxBufferedBytes { get; set; } = new SoapLimits().MaxBufferedBytes;

    /// <summary>Largest reply in bytes, 1 MiB to 1 TiB. Default 512 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxReplyBytes { get; set; } = new SoapLimits().MaxReplyBytes;

    /// <summary>Deepest nesting of elements, 16 to 1,024. Default 128.</summary>
    [Range(16, 1024)]
    public int MaxDepth { get; set; } = new SoapLimits().MaxDepth;

    /// <summary>Longest text in bytes of UTF-8, from 1,024. Default: as long as a message may be.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxStringLength { get; set; } = new SoapLimits().MaxStringLength;

    /// <summary>Most attributes of one element, 16 to 100,000. Default 4,096.</summary>
    [Range(16, 100_000)]
    public int MaxAttributes { get; set; } = new SoapLimits().MaxAttributes;

    /// <summary>Most elements of a message, 1,000 to 100,000,000. Default 250,000.</summary>
    [Range(1000, 100_000_000)]
    public int MaxElements { get; set; } = new SoapLimits().MaxElements;

    /// <summary>Limits for callers without a ticket: a login needs only a few words.</summary>
    internal SoapLimits LimitsForStrangers => Limits with
    {
        MaxMessageBytes = Math.Min(MaxMessageBytes, RequestBody.StartSize),
        MaxElements = Math.Min(MaxElements, StrangersElements),
    };

    internal SoapLimits Limits => new()
    {
        MaxMessageBytes = MaxMessageBytes,
        MaxBufferedBytes = Math.Max(MaxBufferedBytes, MaxMessageBytes),
        MaxReplyBytes = MaxReplyBytes,
        MaxDepth = MaxDepth,
        MaxStringLength = MaxStringLength,
        MaxAttributes = MaxAttributes,
        MaxElements = MaxElements,
    };
}

/// <summary>The two SOAP services of the contract at the original's addresses.</summary>
internal static class SoapDoor
{
    public static readonly SoapService EMail = new("EMail", "WcfEMailService", options => options.PublicEMailUrl);
    public static readonly SoapService SoPrincipal = new("SoPrincipal", "WcfSoPrincipalService", options => options.PublicSoPrincipalUrl);

    /// <summary>Registers both services.</summary>
    public static readonly IReadOnlyList<SoapService> All = [EMail, SoPrincipal];

    public static IServiceCollection AddSoapDoor(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SoapDoorOptions>().Bind(configuration.GetSection(SoapDoorOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<AgentMessageInspector>();
        return services.AddSoap();
    }

    /// <summary>
    /// Reads the contracts from their attributes. It takes a quarter of the time of a start, so the host does it beside its other work.
    /// </summary>
    public static Task<SoapContracts> ReadContractsAsync() =>
        Task.Run(() => new SoapContracts(ContractDescription.Of<IEMailAgent>(), ContractDescription.Of<ISoPrincipal>()));

    public static void MapSoapDoor(this WebApplication app, SoapContracts contracts)
    {
        var options = app.Services.GetRequiredService<IOptions<SoapDoorOptions>>().Value;
        var development = app.Environment.IsDevelopment();
        app.MapSoapService(contracts.EMail, EMail.Options(options, development, options.Limits));
        app.MapSoapService(contracts.SoPrincipal, SoPrincipal.Options(options, development, options.LimitsForStrangers));
    }

    /// <summary>What both services offer.</summary>
    internal sealed record SoapContracts(ContractDescription EMail, ContractDescription SoPrincipal);

    /// <param name="Name">Name of the endpoint, as in <c>EMail.svc</c>.</param>
    /// <param name="ServiceName">Name of the service in the published WSDL.</param>
    /// <param name="PublicUrl">Its whole address in the settings.</param>
    internal sealed record SoapService(string Name, string ServiceName, Func<SoapDoorOptions, Uri?> PublicUrl)
    {
        public SoapServiceOptions Options(SoapDoorOptions options, bool development, SoapLimits limits) => new SoapServiceOptions
        {
            ServiceName = ServiceName,
            Addresses = [$"/Services83/{Name}.svc", $"/Remote/Services83/{Name}.svc"],
            PublicBaseUrl = options.PublicUrl,
            PublicUrl = PublicUrl(options),
            Limits = limits,
            IncludeExceptionDetail = development,
        }.AddMessageInspector<AgentMessageInspector>();
    }
}

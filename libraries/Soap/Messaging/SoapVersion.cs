using System.Text;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The differences between SOAP 1.1 and 1.2.</summary>
internal sealed class SoapVersion
{
    public static readonly SoapVersion Soap11 = new()
    {
        EnvelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/",
        MediaType = "text/xml",
        RoleAttribute = [.. "actor"u8],
        OwnRoles = ["", "http://schemas.xmlsoap.org/soap/actor/next"],
    };

    public static readonly SoapVersion Soap12 = new()
    {
        EnvelopeNamespace = "http://www.w3.org/2003/05/soap-envelope",
        MediaType = "application/soap+xml",
        RoleAttribute = [.. "role"u8],
        OwnRoles =
        [
            "",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
        ],
    };

    public static readonly IReadOnlyList<SoapVersion> All = [Soap11, Soap12];

    private readonly byte[] _envelopeStart = [];

    private SoapVersion()
    {
    }

    public required string EnvelopeNamespace
    {
        get;
        init
        {
            field = value;
            _envelopeStart = Encoding.UTF8.GetBytes($"<s:Envelope xmlns:s=\"{value}\">");
        }
    }

    public required string MediaType
    {
        get;
        init
        {
            field = value;
            ReplyContentType = value + "; charset=utf-8";
        }
    }

    public string ReplyContentType { get; private init; } = "";

    /// <summary>Name of the attribute with the receiver of a header block.</summary>
    public required byte[] RoleAttribute { get; init; }

    /// <summary>Values of that attribute that mean this receiver.</summary>
    public required string[] OwnRoles { get; init; }

    public ReadOnlySpan<byte> EnvelopeStart => _envelopeStart;

    public static SoapVersion? FromNamespace(string ns) =>
        ns == Soap11.EnvelopeNamespace ? Soap11 : ns == Soap12.EnvelopeNamespace ? Soap12 : null;
}

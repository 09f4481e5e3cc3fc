using System.Runtime.Serialization;

namespace Services83.EMail.Soap.ServiceModel;

/// <summary>An exception as WCF describes it in a fault's detail. For development only.</summary>
[DataContract(Name = "ExceptionDetail", Namespace = "http://schemas.datacontract.org/2004/07/System.ServiceModel")]
internal sealed class ExceptionDetail(Exception exception)
{
    [DataMember]
    public string? HelpLink { get; private set; } = exception.HelpLink;

    [DataMember]
    public ExceptionDetail? InnerException { get; private set; } =
        exception.InnerException is { } inner ? new ExceptionDetail(inner) : null;

    [DataMember]
    public string? Message { get; private set; } = exception.Message;

    [DataMember]
    public string? StackTrace { get; private set; } = exception.StackTrace;

    [DataMember]
    public string? Type { get; private set; } = exception.GetType().FullName;
}

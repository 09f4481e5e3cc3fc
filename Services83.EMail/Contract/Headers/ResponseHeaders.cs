using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Header blocks of every reply. All four are always written, a null one as <c>xsi:nil</c>.</summary>
public sealed class ResponseHeaders
{
    /// <summary>What went wrong; null when nothing did. Clients read it before the body.</summary>
    [MessageHeader]
    public SoExceptionInfo? ExceptionInfo { get; set; }

    /// <summary>Further information about the call, as names and values; null when there is none.</summary>
    [MessageHeader]
    public SoExtraInfo? ExtraInfo { get; set; }

    /// <summary>Whether the operation succeeded; false exactly when <see cref="ExceptionInfo"/> is not null.</summary>
    [MessageHeader]
    public bool Succeeded { get; set; }

    /// <summary>The time zone of the dates in the reply: the one that the request named, else that of the installation.</summary>
    [MessageHeader]
    public SoTimeZone? TimeZone { get; set; }
}

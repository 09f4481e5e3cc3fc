using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Header blocks of every reply. All four are always written, a null one as <c>xsi:nil</c>.</summary>
public sealed class ResponseHeaders
{
    /// <summary>What went wrong; null when nothing did. Clients look here before they read the body.</summary>
    [MessageHeader]
    public SoExceptionInfo? ExceptionInfo { get; set; }

    /// <summary>Whatever else there is to say about the call, as names and values; null when there is nothing.</summary>
    [MessageHeader]
    public SoExtraInfo? ExtraInfo { get; set; }

    /// <summary>Whether the operation did what was asked; false exactly when <see cref="ExceptionInfo"/> is not null.</summary>
    [MessageHeader]
    public bool Succeeded { get; set; }

    /// <summary>The zone in which dates of the reply are: the one that the request named, else that of the installation.</summary>
    [MessageHeader]
    public SoTimeZone? TimeZone { get; set; }
}

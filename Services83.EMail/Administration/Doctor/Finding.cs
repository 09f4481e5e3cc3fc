namespace Services83.EMail.Administration.Doctor;

/// <summary>How serious a finding is.</summary>
internal enum Severity
{
    Ok,

    /// <summary>It works now, and will not, or not for everybody.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}

/// <summary>What an examination found.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Subject">What was examined.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; empty if nothing.</param>
internal sealed record Finding(Severity Severity, string Subject, string Text, string Advice = "");

using Services83.EMail.Html.Policy;

namespace Services83.EMail.Html.Writing;

/// <summary>An element whose end tag is not written yet.</summary>
/// <param name="Rule">What it is.</param>
/// <param name="Attributes">As written, to begin a formatting element again.</param>
internal sealed record OpenElement(ElementRule Rule, string Attributes)
{
    /// <summary>Whether its end tag was read while blocks inside of it are open: it ends with them.</summary>
    public bool HasEnded { get; set; }
}

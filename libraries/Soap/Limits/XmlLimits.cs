using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Limits;

/// <summary>The limits of <see cref="XmlPullReader"/>.</summary>
public sealed record XmlLimits(int MaxDepth, int MaxElements, int MaxAttributes, int MaxTextBytes);

using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Limits;

/// <summary>Bounds of what <see cref="XmlPullReader"/> accepts.</summary>
public sealed record XmlLimits(int MaxDepth, int MaxElements, int MaxAttributes, int MaxTextBytes);

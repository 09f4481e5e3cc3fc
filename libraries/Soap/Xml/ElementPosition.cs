using System.Runtime.InteropServices;

namespace Services83.EMail.Soap.Xml;

/// <summary>The position of an element in the message.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ElementPosition(int Start, int NameStart, int NameLength);

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// WS-Addressing headers are understood as far as they matter here: the action is used, the rest says nothing that HTTP does not.
/// </summary>
internal static class Addressing
{
    public static bool IsNamespace(string ns) =>
        ns is "http://www.w3.org/2005/08/addressing" or "http://schemas.xmlsoap.org/ws/2004/08/addressing";
}

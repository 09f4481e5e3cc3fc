namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// WS-Addressing headers: only the action is used, because the others contain nothing that HTTP does not.
/// </summary>
internal static class Addressing
{
    public static bool IsNamespace(string ns) =>
        ns is "http://www.w3.org/2005/08/addressing" or "http://schemas.xmlsoap.org/ws/2004/08/addressing";
}

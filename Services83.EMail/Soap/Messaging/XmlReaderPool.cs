using System.Collections.Concurrent;
using System.Xml;
using Services83.EMail.Soap.Hosting;

namespace Services83.EMail.Soap.Messaging;

/// <summary>Keeps XML readers, whose tables are costly to build, for the next request.</summary>
internal sealed class XmlReaderPool(SoapLimits limits)
{
    private static readonly int Capacity = Environment.ProcessorCount * 4;

    private readonly XmlDictionaryReaderQuotas _quotas = limits.ToQuotas();
    private readonly ConcurrentQueue<XmlDictionaryReader> _free = new();

    /// <param name="text">A whole message in UTF-8.</param>
    /// <exception cref="ServiceModel.FaultException">It is too short to be XML.</exception>
    public XmlDictionaryReader Rent(ArraySegment<byte> text)
    {
        try
        {
            return Open(text);
        }
        catch (XmlException e)
        {
            throw ProtocolFault.BadRequest("The message is not XML.", e);
        }
    }

    public void Return(XmlDictionaryReader reader)
    {
        reader.Close();
        if (_free.Count < Capacity) _free.Enqueue(reader);
    }

    private XmlDictionaryReader Open(ArraySegment<byte> text)
    {
        if (!_free.TryDequeue(out var reader))
            return XmlDictionaryReader.CreateTextReader(text.Array!, text.Offset, text.Count, null, _quotas, null);
        ((IXmlTextReaderInitializer)reader).SetInput(text.Array!, text.Offset, text.Count, null, _quotas, null);
        return reader;
    }
}

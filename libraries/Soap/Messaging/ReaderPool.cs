using System.Collections.Concurrent;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Messaging;

/// <summary>Keeps readers for the next request, because their tables are slow to build.</summary>
internal sealed class ReaderPool(XmlNamespaces namespaces, XmlLimits limits)
{
    private static readonly int Capacity = Environment.ProcessorCount * 4;

    private readonly ConcurrentQueue<ContractReader> _free = new();

    public ContractReader Rent(ArraySegment<byte> message, BudgetClaim claim)
    {
        if (!_free.TryDequeue(out var reader))
        {
            reader = new ContractReader(namespaces, limits);
        }

        reader.Xml.SetInput(message, claim);
        return reader;
    }

    public void Return(ContractReader reader)
    {
        reader.Clear();
        if (_free.Count < Capacity)
        {
            _free.Enqueue(reader);
        }
    }
}

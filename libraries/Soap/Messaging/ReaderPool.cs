using Microsoft.Extensions.ObjectPool;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Messaging;

/// <summary>Keeps readers for the next request, because their tables are slow to build.</summary>
internal sealed class ReaderPool(XmlNamespaces namespaces, XmlLimits limits)
{
    private readonly DefaultObjectPool<ContractReader> _free = new(new Policy(namespaces, limits), Environment.ProcessorCount * 4);

    public ContractReader Rent(ArraySegment<byte> message, BudgetClaim claim)
    {
        var reader = _free.Get();
        reader.Xml.SetInput(message, claim);
        return reader;
    }

    public void Return(ContractReader reader) => _free.Return(reader);

    private sealed class Policy(XmlNamespaces namespaces, XmlLimits limits) : PooledObjectPolicy<ContractReader>
    {
        public override ContractReader Create() => new(namespaces, limits);

        public override bool Return(ContractReader obj)
        {
            obj.Clear();
            return true;
        }
    }
}

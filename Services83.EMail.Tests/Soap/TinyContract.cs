using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Tests.Soap;

/// <summary>A contract that has nothing to do with mail, to show that the library does not either.</summary>
[ServiceContract(Namespace = TinyNamespace)]
public interface IBakery
{
    const string TinyNamespace = "urn:bakery";

    [OperationContract]
    Task<Cake> BakeAsync(string? name, int layers, string[]? toppings);

    [OperationContract(Name = "Eat", Action = "urn:bakery#eat")]
    Task EatThatAsync([MessageParameter(Name = "cake")] Cake? eaten);

    [OperationContract]
    [return: MessageParameter(Name = "Total")]
    Task<int> CountAsync();
}

[DataContract(Namespace = IBakery.TinyNamespace)]
public sealed class Cake
{
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    [DataMember(Order = 2)]
    public int Layers { get; set; }

    [DataMember(Order = 3)]
    public string[]? Toppings { get; set; }
}

internal sealed class Bakery : IBakery
{
    public Cake? Eaten { get; private set; }

    public Task<Cake> BakeAsync(string? name, int layers, string[]? toppings) => name == "charcoal"
        ? throw new InvalidOperationException("The oven is on fire.")
        : Task.FromResult(new Cake { Name = name, Layers = layers, Toppings = toppings });

    public Task EatThatAsync(Cake? eaten)
    {
        if (eaten?.Layers < 1)
        {
            throw new FaultException("There is nothing to eat.");
        }

        Eaten = eaten;
        return Task.CompletedTask;
    }

    public Task<int> CountAsync() => Task.FromResult(3);
}

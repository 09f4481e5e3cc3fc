using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Each operation with the strict simulated tenant: no request is refused, and no value of a reply is lost.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
internal sealed class EveryOperationTests : GatewayFixture
{
    [Test]
    public async Task What_is_sent_fits_the_published_description_and_is_complete([Values(1, 2, 3, 4)] int seed)
    {
        await StartGatewayAsync("--Gateway:QueueSyncs=false");

        foreach (var operation in ContractMethods.WebNames)
        {
            var filler = new CarrierFiller(seed);
            var parameters = ContractMethods.Find(operation).GetParameters();
            var arguments = parameters.Select(parameter => filler.Make(parameter.ParameterType)).ToArray();
            if (operation == "SaveEMailAccount")
            {
                arguments[0] ??= new EMailAccount();
            }

            await CallAsync(operation, arguments);

            Assert.That(Upstream.Problems, Is.Empty, operation);
            var call = Upstream.Calls[^1];
            Assert.That(call.Operation, Is.EqualTo(operation));
            for (var i = 0; i < parameters.Length; i++)
            {
                AssertSent(call, NameOf(parameters[i]), parameters[i].ParameterType, arguments[i]);
            }
        }
    }

    [Test]
    public async Task What_is_answered_arrives_whole([Values] Filling filling, [Values(1, 2, 3)] int seed)
    {
        await StartGatewayAsync("--Gateway:QueueSyncs=false");
        Upstream.Values = new SwaggerValues(seed, filling);

        foreach (var operation in ContractMethods.WebNames)
        {
            var result = await CallAsync(operation, ContractMethods.Find(operation).GetParameters().Select(parameter => Plain(parameter.ParameterType)).ToArray());

            Assert.That(Upstream.Problems, Is.Empty, operation);
            if (ContractMethods.Find(operation).ReturnType.GenericTypeArguments is [var type])
            {
                var expected = CarrierTree.Expected(Upstream.Answers[operation], type);
                Assert.That(CarrierTree.Of(result)?.ToJsonString(), Is.EqualTo(expected?.ToJsonString()), operation);
            }
        }
    }

    private static object? Plain(Type type) => type == typeof(EMailAccount) ? new EMailAccount() : type.IsValueType ? Activator.CreateInstance(type) : null;

    private static void AssertSent(ReceivedCall call, string name, Type type, object? value)
    {
        var operation = PublishedSwagger.Operations[call.Operation];
        var query = operation.Query.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        var sent = query is not null ? JsonNode.Parse(call.Query[query])
            : operation.Body!.Properties.Value.ContainsKey(name) ? call.Body![name]
            : call.Body;
        Assert.That(
            CarrierTree.Expected(sent, type)?.ToJsonString(), Is.EqualTo(CarrierTree.Of(value)?.ToJsonString()), $"{call.Operation}, {name}");
    }

    private static string NameOf(ParameterInfo parameter) => parameter.GetCustomAttribute<MessageParameterAttribute>()!.Name!;

    /// <summary>Calls the engine directly, because the door's limits on XML are tested elsewhere.</summary>
    private async Task<object?> CallAsync(string operation, object?[] arguments)
    {
        await using var scope = Services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<UpstreamCall>();
        call.Tenant = scope.ServiceProvider.GetRequiredService<Tenants>().Find("cust1");
        call.Credentials = UpstreamCredentials.OfTicket(UpstreamTicket, null);
        var task = (Task)ContractMethods.Find(operation).Invoke(scope.ServiceProvider.GetRequiredService<IWebEMailAgent>(), arguments)!;
        await task;
        return task.GetType().GetProperty("Result") is { } result && ContractMethods.Find(operation).ReturnType != typeof(Task) ? result.GetValue(task) : null;
    }
}

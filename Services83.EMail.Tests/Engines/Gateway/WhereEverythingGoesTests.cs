using System.Collections;
using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Forwarding;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Compares the published description with the contract and with the tables of docs/gateway.md.</summary>
internal sealed class WhereEverythingGoesTests
{
    /// <summary>Each type of the contract with its type in the description, found by walking through the operations.</summary>
    private static IReadOnlyDictionary<Type, SwaggerType> Pairs()
    {
        var pairs = new Dictionary<Type, SwaggerType>();
        foreach (var operation in RestOperations.All)
        {
            var published = PublishedSwagger.Operations[operation.Name];
            foreach (var parameter in operation.Parameters)
            {
                Walk(parameter.Type, TypeOf(published, parameter), pairs);
            }

            if (operation.ResultType is { } result)
            {
                Walk(result, published.Result!, pairs);
            }
        }

        return pairs;
    }

    private static SwaggerType TypeOf(SwaggerOperation published, RestParameter parameter) => parameter.Place switch
    {
        RestPlace.Query => published.Query[parameter.QueryName],
        RestPlace.Body => published.Body!,
        _ => published.Body!.Properties.Value[parameter.Name],
    };

    private static void Walk(Type type, SwaggerType published, Dictionary<Type, SwaggerType> pairs)
    {
        Assert.That(published.Kind, Is.EqualTo(KindOf(type)), $"{type.Name} and {published.Name}");
        if (type.IsArray && type != typeof(byte[]))
        {
            Walk(type.GetElementType()!, published.Items!, pairs);
        }
        else if (typeof(IDictionary).IsAssignableFrom(type))
        {
            Walk(type.BaseType!.GenericTypeArguments[1], published.Items!, pairs);
        }
        else if (published.Kind == "object" && pairs.TryAdd(type, published))
        {
            foreach (var member in CarrierTree.Members(type).Where(member => published.Properties.Value.ContainsKey(member.Name)))
            {
                Walk(member.PropertyType, published.Properties.Value[member.Name], pairs);
            }
        }
        else if (type.IsEnum)
        {
            pairs.TryAdd(type, published);
        }
    }

    private static string KindOf(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(short) => "integer",
        _ when type == typeof(double) => "number",
        _ when type == typeof(bool) => "boolean",
        _ when type.IsEnum || type == typeof(string) || type == typeof(byte[]) || type == typeof(DateTime) => "string",
        { IsArray: true } => "array",
        _ => "object",
    };

    [Test]
    public void Every_operation_and_every_parameter_has_its_place()
    {
        Assert.That(RestOperations.All, Has.Count.EqualTo(110));
        Assert.That(RestOperations.All.Select(operation => operation.Name), Is.EquivalentTo(PublishedSwagger.Operations.Keys));
        Assert.Multiple(() =>
        {
            foreach (var operation in RestOperations.All)
            {
                var published = PublishedSwagger.Operations[operation.Name];
                var sent = operation.Parameters.Where(parameter => parameter.Place == RestPlace.Property).Select(parameter => parameter.Name);
                Assert.That(operation.Parameters.Where(parameter => parameter.Place == RestPlace.Query).Select(parameter => parameter.QueryName),
                    Is.EquivalentTo(published.Query.Keys), operation.Name);
                Assert.That(operation.ResultType is null, Is.EqualTo(published.Result is null), operation.Name);
                if (operation.Parameters is not [{ Place: RestPlace.Body }])
                {
                    Assert.That(sent, Is.EquivalentTo(published.Body?.Properties.Value.Keys ?? []), operation.Name);
                }
            }
        });
    }

    [Test]
    public void Every_property_that_Services83_does_not_know_is_in_the_table_and_no_other()
    {
        var dropped = Pairs().Where(pair => !pair.Key.IsEnum).SelectMany(pair => pair.Value.Properties.Value.Keys
            .Except(CarrierTree.Members(pair.Key).Select(member => member.Name))
            .Select(property => $"{pair.Key.Name}.{property}"));

        Assert.That(dropped.Order(StringComparer.Ordinal), Is.EqualTo(Table("Dropped").Order(StringComparer.Ordinal)));
    }

    [Test]
    public void The_web_API_lacks_nothing_that_Services83_has()
    {
        var lacking = Pairs().Where(pair => !pair.Key.IsEnum).SelectMany(pair => CarrierTree.Members(pair.Key).Select(member => member.Name)
            .Except(pair.Value.Properties.Value.Keys)
            .Select(property => $"{pair.Key.Name}.{property}"));

        Assert.That(lacking, Is.Empty);
    }

    [Test]
    public void Every_value_of_an_enumeration_is_known_here()
    {
        // The rights have no list of values in the description.
        var enumerations = Pairs().Where(pair => pair.Key.IsEnum && pair.Value.Values.Length > 0).ToArray();

        Assert.Multiple(() =>
        {
            foreach (var (type, published) in enumerations)
            {
                Assert.That(published.Values.Except(["None"]), Is.EquivalentTo(Enum.GetNames(type).Except(["None"])), type.Name);
            }
        });
    }

    [Test]
    public void Every_number_that_has_grown_since_is_in_the_table_and_no_other()
    {
        var grown = Pairs().Where(pair => !pair.Key.IsEnum).SelectMany(pair => CarrierTree.Members(pair.Key)
            .Where(member => member.PropertyType == typeof(short) && pair.Value.Properties.Value[member.Name].Format == "int32")
            .Select(member => $"{pair.Key.Name}.{member.Name}"));

        Assert.That(grown.Order(StringComparer.Ordinal), Is.EqualTo(Table("Widened").Order(StringComparer.Ordinal)));
    }

    [Test]
    public void The_operations_that_are_repeated_are_those_of_the_documentation()
    {
        Assert.That(SafeOperations.All, Is.SubsetOf(RestOperations.All.Select(operation => operation.Name)));
        Assert.That(SafeOperations.All.Order(StringComparer.Ordinal), Is.EqualTo(List("Repeated").Order(StringComparer.Ordinal)));
    }

    [Test]
    public void The_operations_whose_null_is_an_answer_are_those_of_the_documentation()
    {
        Assert.That(LookUps.All, Is.SubsetOf(RestOperations.All.Select(operation => operation.Name)));
        Assert.That(LookUps.All.Order(StringComparer.Ordinal), Is.EqualTo(List("Nil").Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Every_result_that_the_contract_lets_be_null_is_one_of_them()
    {
        var nullable = RestOperations.All.Where(operation => operation.ResultType is { IsValueType: false }
            && new NullabilityInfoContext().Create(operation.Method.ReturnParameter).GenericTypeArguments[0].ReadState == NullabilityState.Nullable);

        Assert.That(nullable.Select(operation => operation.Name), Is.Not.Empty.And.SubsetOf(LookUps.All));
    }

    /// <summary>For each row of the table below a heading, the name in the first cell with each name in the second one.</summary>
    private static IEnumerable<string> Table(string heading) => Below(heading).Where(line => line.StartsWith('|')).Select(Names)
        .SelectMany(names => names.Skip(1).Select(name => $"{names[0]}.{name}"));

    /// <summary>The names below a heading.</summary>
    private static IEnumerable<string> List(string heading) => Below(heading).SelectMany(Names);

    private static IEnumerable<string> Below(string heading) =>
        File.ReadAllLines(Repository.PathOf("docs", "gateway.md"))
            .SkipWhile(line => line != $"### {heading}").Skip(1).TakeWhile(line => !line.StartsWith('#'));

    /// <summary>What stands in backquotes.</summary>
    private static string[] Names(string line) => [.. line.Split('`').Where((_, i) => i % 2 == 1)];
}

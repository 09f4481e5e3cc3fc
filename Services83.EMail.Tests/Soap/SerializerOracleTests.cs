using System.Collections;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using NUnit.Framework;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Tests.Soap;

/// <summary>The framework's own serializer, which WCF uses, is the reference: the same bytes are written, the same values are
/// read.</summary>
[TestFixture]
public sealed class SerializerOracleTests
{
    private const string Ns = ServiceNamespace.Services83;

    public static IEnumerable<TestCaseData> Parts() =>
        new[] { typeof(IEMailAgent), typeof(ISoPrincipal) }
            .Select(ContractDescription.Of)
            .SelectMany(contract => contract.Operations)
            .SelectMany(operation => operation.Request.Parts.Concat(operation.Reply.Parts).Select(part => (operation.Contract, Part: part)))
            .DistinctBy(x => (x.Part.Type, x.Part.Name))
            .Select(x => new TestCaseData(x.Contract, x.Part).SetArgDisplayNames(x.Part.Name, x.Part.Type.Name));

    [TestCaseSource(nameof(Parts))]
    public void Every_part_of_the_contract_is_written_with_the_same_bytes(ContractDescription contract, PartDescription part)
    {
        Assert.That(part.Namespace, Is.EqualTo(contract.Namespace));
        foreach (var value in Samples(part.Type))
        {
            Assert.That(Ours(part, value), Is.EqualTo(Theirs(part, value)));
        }
    }

    [TestCaseSource(nameof(Parts))]
    public void Every_part_of_the_contract_is_read_with_the_same_values(ContractDescription contract, PartDescription part)
    {
        foreach (var value in Samples(part.Type))
        {
            var text = Theirs(part, value);
            Assert.That(Theirs(part, Read(contract, part, text)), Is.EqualTo(text));
        }
    }

    private static IEnumerable<object?> Samples(Type type) =>
        new[] { Sample(type, 0, new Random(1)), Sample(type, 1, new Random(2)), Sample(type, 3, new Random(3)), Sample(type, 4, new Random(4)) };

    /// <summary>A value of the type: empty at depth 0, else filled, with nulls, empties and odd characters among it.</summary>
    private static object? Sample(Type type, int depth, Random random)
    {
        if (type == typeof(string))
        {
            return depth == 0 ? null : new[] { "", "æ<&>\"'\r\n\t😀 ", null, "plain" }[random.Next(4)];
        }

        if (type == typeof(int))
        {
            return new[] { 0, -1, int.MaxValue, int.MinValue, 42 }[random.Next(5)];
        }

        if (type == typeof(short))
        {
            return new short[] { 0, -1, short.MaxValue }[random.Next(3)];
        }

        if (type == typeof(long))
        {
            return new[] { 0, long.MinValue }[random.Next(2)];
        }

        if (type == typeof(bool))
        {
            return random.Next(2) == 1;
        }

        if (type == typeof(double))
        {
            return new[] { 0, 1.5, -1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1 }[random.Next(7)];
        }

        if (type == typeof(byte[]))
        {
            return depth == 0 ? null : Enumerable.Range(0, random.Next(5)).Select(i => (byte)(i * 77)).ToArray();
        }

        if (type == typeof(DateTime))
        {
            var time = new DateTime(2024, 2, 3, 4, 5, 6, random.Next(2) * 789, DateTimeKind.Utc);
            return DateTime.SpecifyKind(time, (DateTimeKind)random.Next(2));
        }

        if (type.IsEnum)
        {
            var values = Enum.GetValues(type).Cast<object>().ToArray();
            return type.IsDefined(typeof(FlagsAttribute), false)
                ? Enum.ToObject(type, values.Where(_ => random.Next(2) == 1).Aggregate(0L, (all, one) => all | Convert.ToInt64(one, null)))
                : values[random.Next(values.Length)];
        }

        if (!type.IsValueType && (depth == 0 || random.Next(5) == 0))
        {
            return null;
        }

        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, random.Next(3));
            for (var i = 0; i < array.Length; i++)
            {
                array.SetValue(Sample(type.GetElementType()!, depth - 1, random), i);
            }

            return array;
        }

        var instance = Activator.CreateInstance(type)!;
        if (instance is IDictionary dictionary)
        {
            var value = type.BaseType!.GenericTypeArguments[1];
            for (var i = 0; i < random.Next(3); i++)
            {
                dictionary["key <" + i] = Sample(value, depth - 1, random);
            }

            return instance;
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            property.SetValue(instance, Sample(property.PropertyType, depth - 1, random));
        }

        return instance;
    }

    private static string Ours(PartDescription part, object? value)
    {
        using var writer = new ContractWriter();
        writer.BeginScope(part.Tag.Namespace, Prefixes.None);
        part.WriteBody(writer, value);
        return Text(writer);
    }

    private static string Text(ContractWriter writer)
    {
        var pipe = new System.IO.Pipelines.Pipe(new(pauseWriterThreshold: 0));
        Assert.That(writer.CopyToAsync(pipe.Writer, CancellationToken.None).IsCompletedSuccessfully, Is.True);
        pipe.Writer.Complete();
        Assert.That(pipe.Reader.TryRead(out var result), Is.True);
        Assert.That(result.Buffer.Length, Is.EqualTo(writer.Length));
        return Encoding.UTF8.GetString(result.Buffer);
    }

    private static string Theirs(PartDescription part, object? value)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlDictionaryWriter.CreateTextWriter(buffer, new UTF8Encoding(false), ownsStream: false))
        {
            xml.WriteStartElement("w", Ns);
            new DataContractSerializer(part.Type, part.Name, Ns).WriteObject(xml, value);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(buffer.ToArray())[$"<w xmlns=\"{Ns}\">".Length..^"</w>".Length];
    }

    private static object? Read(ContractDescription contract, PartDescription part, string text)
    {
        var reader = new ContractReader(contract.Namespaces, new XmlLimits(128, 100_000, 100, int.MaxValue));
        reader.Xml.SetInput(Encoding.UTF8.GetBytes($"<w xmlns=\"{Ns}\">{text}</w>"));
        reader.Xml.MoveToRoot();
        Assert.That(reader.Xml.Enter() && reader.Xml.MoveToChild(), Is.True);
        var value = part.Read(reader);
        Assert.That(reader.Xml.MoveToChild(), Is.False);
        return value;
    }
}

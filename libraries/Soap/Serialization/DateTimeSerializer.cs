using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A date whose time zone in a message may differ from the contract's, see <see cref="ContractReader.Dates"/>.</summary>
/// <param name="plain">Reads and writes a date unchanged.</param>
internal sealed class DateTimeSerializer(ContractSerializer<DateTime> plain) : ContractSerializer<DateTime>(plain.TypeName)
{
    /// <summary>For dates without a zone.</summary>
    public ContractSerializer<DateTime> Plain => plain;

    public override bool IsText => true;

    public override DateTime Read(ContractReader reader) => Converted(reader, plain.Read(reader));

    public override bool TryReadLeaf(ContractReader reader, ElementTag tag, out DateTime value)
    {
        var read = plain.TryReadLeaf(reader, tag, out value);
        value = read ? Converted(reader, value) : default;
        return read;
    }

    public override bool IsEmpty(DateTime value) => plain.IsEmpty(value);

    public override void WriteContent(ContractWriter writer, DateTime value) =>
        plain.WriteContent(writer, writer.Dates is { } convert ? convert(value) : value);

    private static DateTime Converted(ContractReader reader, DateTime value) => reader.Dates is { } convert ? convert(value) : value;
}

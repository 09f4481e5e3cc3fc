namespace Services83.EMail.Soap.Serialization;

/// <summary>A date whose time zone in a message may differ from the contract's, see <see cref="ContractReader.Dates"/>.</summary>
/// <param name="plain">Reads and writes a date unchanged.</param>
internal sealed class DateTimeSerializer(ContractSerializer<DateTime> plain) : ContractSerializer<DateTime>(plain.TypeName)
{
    /// <summary>For dates without a zone.</summary>
    public ContractSerializer<DateTime> Plain => plain;

    public override bool IsText => true;

    public override DateTime Read(ContractReader reader)
    {
        var value = plain.Read(reader);
        return reader.Dates is { } convert ? convert(value) : value;
    }

    public override bool IsEmpty(DateTime value) => plain.IsEmpty(value);

    public override void WriteContent(ContractWriter writer, DateTime value) =>
        plain.WriteContent(writer, writer.Dates is { } convert ? convert(value) : value);
}

namespace Services83.EMail.Soap.Serialization;

/// <summary>A date that a message may have in another time zone than the contract, see <see cref="ContractReader.Dates"/>.</summary>
/// <param name="plain">Reads and writes a date as it is.</param>
internal sealed class DateTimeSerializer(ContractSerializer<DateTime> plain) : ContractSerializer<DateTime>(plain.TypeName)
{
    /// <summary>For dates that are in no zone.</summary>
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

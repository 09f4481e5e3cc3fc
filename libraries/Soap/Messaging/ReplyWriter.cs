using System.Runtime.Serialization;
using System.Security;
using System.Text;
using System.Xml;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Messaging;

/// <summary>Writes whole envelopes, byte for byte as WCF does.</summary>
internal static class ReplyWriter
{
    public static void WriteReply(ContractWriter writer, SoapVersion version, OperationDescription operation, object? headers, object? result)
    {
        writer.WriteRaw(version.EnvelopeStart);
        if (operation.Contract.ReplyHeaders is { } description)
        {
            writer.WriteRaw("<s:Header>"u8);
            foreach (var block in description.Blocks)
            {
                block.Part.WriteHeader(writer, block.Get(headers!));
            }

            writer.WriteRaw("</s:Header>"u8);
        }

        writer.WriteRaw("<s:Body>"u8);
        operation.Reply.Write(writer, result);
        writer.WriteRaw("</s:Body></s:Envelope>"u8);
    }

    public static void WriteFault(ContractWriter writer, SoapVersion version, FaultException fault)
    {
        writer.WriteRaw(version.EnvelopeStart);
        if (version == SoapVersion.Soap12)
        {
            WriteFaultHeader(writer, fault);
        }

        writer.WriteRaw("<s:Body><s:Fault>"u8);
        if (version == SoapVersion.Soap11)
        {
            WriteFault11(writer, fault);
        }
        else
        {
            WriteFault12(writer, fault);
        }

        writer.WriteRaw("</s:Fault></s:Body></s:Envelope>"u8);
    }

    /// <summary>Header blocks that SOAP 1.2 has with two of its faults: the supported versions (5.4.7), and the block that was not
    /// understood (5.4.8).</summary>
    private static void WriteFaultHeader(ContractWriter writer, FaultException fault)
    {
        if (fault.Code == FaultCode.VersionMismatch)
        {
            writer.WriteRaw("<s:Header><s:Upgrade>"u8);
            foreach (var known in SoapVersion.All.Reverse())
            {
                WriteTag(writer, $"<s:SupportedEnvelope qname=\"v:Envelope\" xmlns:v=\"{known.EnvelopeNamespace}\"/>");
            }

            writer.WriteRaw("</s:Upgrade></s:Header>"u8);
        }
        else if (fault.NotUnderstood is var (name, ns))
        {
            var (prefix, declaration) = ns.Length > 0 ? ("n:", $" xmlns:n=\"{SecurityElement.Escape(ns)}\"") : ("", "");
            WriteTag(writer, $"<s:Header><s:NotUnderstood qname=\"{prefix}{name}\"{declaration}/></s:Header>");
        }
    }

    private static void WriteFault11(ContractWriter writer, FaultException fault)
    {
        WriteCode(writer, "faultcode", fault.Code.Name11, fault.Code);
        writer.WriteRaw("<faultstring xml:lang=\"en-US\">"u8);
        writer.WriteText(fault.Message);
        writer.WriteRaw("</faultstring>"u8);
        WriteDetail(writer, "detail", fault.Detail);
    }

    private static void WriteFault12(ContractWriter writer, FaultException fault)
    {
        writer.WriteRaw("<s:Code><s:Value>s:"u8);
        writer.WriteText(fault.Code.Name);
        writer.WriteRaw("</s:Value>"u8);
        if (fault.Code.SubCodeName is not null)
        {
            writer.WriteRaw("<s:Subcode>"u8);
            WriteCode(writer, "s:Value", "", fault.Code);
            writer.WriteRaw("</s:Subcode>"u8);
        }

        writer.WriteRaw("</s:Code><s:Reason><s:Text xml:lang=\"en-US\">"u8);
        writer.WriteText(fault.Message);
        writer.WriteRaw("</s:Text></s:Reason>"u8);
        WriteDetail(writer, "s:Detail", fault.Detail);
    }

    private static void WriteCode(ContractWriter writer, string element, string own, FaultCode code)
    {
        if (code.SubCodeName is null)
        {
            WriteTag(writer, $"<{element}>s:{own}</{element}>");
            return;
        }

        WriteTag(writer, $"<{element} xmlns:a=\"");
        writer.WriteText(code.SubCodeNamespace);
        WriteTag(writer, "\">a:");
        writer.WriteText(code.SubCodeName);
        WriteTag(writer, $"</{element}>");
    }

    private static void WriteDetail(ContractWriter writer, string element, object? detail)
    {
        if (detail is null)
        {
            return;
        }

        using var buffer = new MemoryStream();
        using (var xml = XmlDictionaryWriter.CreateTextWriter(buffer, new UTF8Encoding(false), ownsStream: false))
        {
            new DataContractSerializer(detail.GetType()).WriteObject(xml, detail);
        }

        WriteTag(writer, $"<{element}>");
        writer.WriteRaw(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        WriteTag(writer, $"</{element}>");
    }

    private static void WriteTag(ContractWriter writer, string markup) => writer.WriteRaw(Encoding.UTF8.GetBytes(markup));
}

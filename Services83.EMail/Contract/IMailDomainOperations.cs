using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>What DNS says about mail domains. A part of <see cref="IWebEMailAgent"/>.</summary>
public interface IMailDomainOperations
{
    /// <summary>Whether a domain names hosts that receive its mail (RFC 5321, section 5.1).</summary>
    /// <param name="mailDomain">The domain, such as <c>example.com</c>.</param>
    /// <returns>False also for a domain that does not exist, and for one that says it receives no mail (RFC 7505).</returns>
    /// <exception cref="InvalidArgumentException">The text is not the name of a domain.</exception>
    /// <exception cref="MailServerException">The name servers do not answer.</exception>
    [OperationContract]
    Task<bool> HasMXRecordAsync([MessageParameter(Name = "MailDomain")] string? mailDomain);

    /// <summary>Whether a domain lets the senders of an SPF record send its mail (RFC 7208).</summary>
    /// <param name="sourceSpf">
    /// A domain, such as <c>spf.example.net</c>, or terms of an SPF record, such as <c>v=spf1 include:spf.example.net ip4:192.0.2.0/24 -all</c>.
    /// A domain means the term <c>include</c> of it.
    /// </param>
    /// <param name="targetDomain">The domain whose record is examined, such as <c>example.com</c>.</param>
    /// <returns>
    /// True if the domain has a record that contains each of the terms, itself or in the records that it includes. An address range is
    /// contained in a larger one. The terms <c>all</c> and <c>exp</c> are ignored.
    /// </returns>
    /// <exception cref="InvalidArgumentException">The terms cannot be read, or the target is not the name of a domain.</exception>
    /// <exception cref="MailServerException">The name servers do not answer.</exception>
    [OperationContract]
    Task<bool> HasSPFRecordAsync(
        [MessageParameter(Name = "SourceSpf")] string? sourceSpf,
        [MessageParameter(Name = "TargetDomain")] string? targetDomain);
}

using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Makes carriers with default values, to be filled in. Nothing is stored. A part of <see cref="IEMailAgent"/>.</summary>
public interface IDefaultOperations
{
    /// <summary>Makes an <see cref="EMailAddress"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, with all keys 0.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAddress> CreateDefaultEMailAddressAsync();

    /// <summary>Makes an <see cref="EMailAttachment"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, without bytes.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> CreateDefaultEMailAttachmentAsync();

    /// <summary>Makes an <see cref="EMailConnectionInfo"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, without a server, encrypted.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailConnectionInfo> CreateDefaultEMailConnectionInfoAsync();

    /// <summary>Makes an <see cref="EMailConnectionInfoExtended"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, without a server, encrypted.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailConnectionInfoExtended> CreateDefaultEMailConnectionInfoExtendedAsync();

    /// <summary>Makes an <see cref="EMailCustomHeader"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, without a name and values.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailCustomHeader> CreateDefaultEMailCustomHeaderAsync();

    /// <summary>Makes an <see cref="EMailEntity"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, addressed to nobody yet.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateDefaultEMailEntityAsync();

    /// <summary>Makes an <see cref="EMailEnvelope"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, with all keys 0.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope> CreateDefaultEMailEnvelopeAsync();

    /// <summary>Makes an <see cref="EMailFolder"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, without a name.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder> CreateDefaultEMailFolderAsync();

    /// <summary>Makes an <see cref="EMailSOInfo"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, tied to nothing.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailSOInfo> CreateDefaultEMailSOInfoAsync();

    /// <summary>Makes an <see cref="EMailAccount"/> with default values. Nothing is stored.</summary>
    /// <returns>A new one, with key 0, owned by the caller, without a server.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAccount> CreateDefaultEMailAccountAsync();
}

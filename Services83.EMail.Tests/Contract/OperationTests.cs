using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Contract;

/// <summary>The operations that clients know are all there, and no other.</summary>
public sealed class OperationTests
{
    private static readonly string[] EMailOperations =
    [
        "Authenticate",
        "AuthenticateIncoming",
        "AuthenticateOutgoing",
        "CacheFolderList",
        "CreateDefaultEMailAccount",
        "CreateDefaultEMailAddress",
        "CreateDefaultEMailAttachment",
        "CreateDefaultEMailConnectionInfo",
        "CreateDefaultEMailConnectionInfoExtended",
        "CreateDefaultEMailCustomHeader",
        "CreateDefaultEMailEntity",
        "CreateDefaultEMailEnvelope",
        "CreateDefaultEMailFolder",
        "CreateDefaultEMailSOInfo",
        "CreateEMailFromDocumentEntity",
        "CreateEMailFromMimeMessage",
        "CreateFolder",
        "CreateForwardEmail",
        "Delete",
        "DeleteEMailAccount",
        "DeleteEmails",
        "DeleteExtended",
        "DeleteFolder",
        "EmptyFolder",
        "FindAddress",
        "FindContactOrPersonByEmailName",
        "GetAttachment",
        "GetAttachmentFromId",
        "GetCurrentAccount",
        "GetCurrentAccountId",
        "GetEMail",
        "GetEMailAccount",
        "GetEMailAccountFromEMailAddress",
        "GetEMailAddresses",
        "GetEMailAsStream",
        "GetEMailEnvelopes",
        "GetEMailFromDocumentId",
        "GetEMailFromDocumentIdWithoutAttachmentStream",
        "GetEMailFromId",
        "GetEMailFromTemp",
        "GetEMailSOInfo",
        "GetEmailMessageIds",
        "GetEmailsAsString",
        "GetFolderEMailCount",
        "GetFolderHasNewEMail",
        "GetFolderInfo",
        "GetFolderList",
        "GetMailFromInReplyTo",
        "GetMailFromMessageId",
        "GetNewMail",
        "GetPersonEntitiesFromEmailAddress",
        "GetReadySyncEmailAccounts",
        "HasNewMail",
        "MarkAsRead",
        "MarkEmailsAsRead",
        "MoveEmailsToFolder",
        "MoveEmailsToTrash",
        "MoveToFolder",
        "RefreshFolder",
        "RefreshFolderForAssociate",
        "RelayMessage",
        "Save",
        "SaveDraft",
        "SaveEMail",
        "SaveEMailAccount",
        "SaveEmailToTmpDocument",
        "SaveToMailServer",
        "Send",
        "SendAndSaveEmailToTmpDocument",
        "SendEMails",
        "SetRepliedAt",
        "SetSubscription",
        "SyncEmailAccount",
        "SyncEmailAccounts",
        "TestAuthenticate",
        "ToggleSubscription",
    ];

    private static readonly string[] SoPrincipalOperations =
    [
        "AuthenticateGeneric",
        "AuthenticateImplicit",
        "AuthenticateUsernamePassword",
        "GetSystemInfo",
    ];

    [Test]
    public void The_email_agent_has_the_76_operations() =>
        Assert.That(Operations(typeof(IEMailAgent)), Is.EquivalentTo(EMailOperations).And.Length.EqualTo(76));

    [Test]
    public void The_principal_has_the_4_operations() =>
        Assert.That(Operations(typeof(ISoPrincipal)), Is.EquivalentTo(SoPrincipalOperations).And.Length.EqualTo(4));

    [TestCase(typeof(IWebEMailAgent))]
    [TestCase(typeof(ISoPrincipal))]
    public void Every_part_has_a_name_on_the_wire(Type contract)
    {
        var parameters = ContractMethods.Of(contract).SelectMany(operation => operation.GetParameters());
        Assert.That(parameters.Where(parameter => !parameter.IsDefined(typeof(MessageParameterAttribute))), Is.Empty);
    }

    [TestCase(typeof(IEMailAgent), "EMail")]
    [TestCase(typeof(ISoPrincipal), "SoPrincipal")]
    public void The_port_type_has_the_published_name(Type contract, string name)
    {
        var attribute = contract.GetCustomAttribute<ServiceContractAttribute>()!;
        Assert.That(attribute.Name, Is.EqualTo(name));
        Assert.That(attribute.Namespace, Is.EqualTo("http://www.superoffice.net/ws/crm/NetServer/Services83"));
    }

    private static string[] Operations(Type contract) =>
    [
        .. ContractMethods.Of(contract).Select(ContractMethods.NameOf),
    ];
}
